package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.connection.Answer;
import dev.kubezap.whatsapp.connection.CloseReason;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity.SignedPreKeyRecord;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The supply of prekeys over log-ins, in virtual time. */
class PreKeyCourseTest {
  private final MemoryStore store = new MemoryStore();
  private final VirtualSession virtual = new VirtualSession(store);

  private List<Node> uploads() {
    return virtual.links.stream()
        .flatMap(link -> link.asked.stream())
        .filter(iq -> iq.child("list").isPresent())
        .toList();
  }

  private static List<Node> ids(Node upload) {
    return upload.child("list").orElseThrow().children("key").stream()
        .map(key -> key.child("id").orElseThrow())
        .toList();
  }

  @Test
  void offers812AtFirstAndStoresThemBefore() throws Exception {
    virtual.server =
        iq -> {
          if (iq.child("list").isPresent()) {
            assertThat(store.records("pre-key")).hasSize(812);
          }
          return VirtualSession.obliging(iq);
        };
    virtual.online();
    assertThat(uploads()).hasSize(1);
    Node upload = uploads().getFirst();
    assertThat(ids(upload)).hasSize(812).doesNotHaveDuplicates();
    assertThat(upload.child("registration").orElseThrow().bytes().orElseThrow().size())
        .isEqualTo(4);
    assertThat(ids(upload).getFirst().bytes().orElseThrow().size()).isEqualTo(3);
    assertThat(upload.child("skey").orElseThrow().child("signature").orElseThrow().bytes())
        .get()
        .extracting(bytes -> bytes.size())
        .isEqualTo(64);
  }

  @Test
  void offersTheSameAgainWhenTheConfirmationWasLost() throws Exception {
    virtual.server =
        iq ->
            iq.child("list").isPresent()
                ? Optional.of(new Answer.TimedOut())
                : VirtualSession.obliging(iq);
    virtual.online();
    virtual.server = VirtualSession::obliging;
    virtual.link().end(new CloseReason.Lost("reset"));
    virtual.settle().pass(Duration.ofSeconds(3)).logIn();
    assertThat(uploads()).hasSize(2);
    assertThat(ids(uploads().getLast())).isEqualTo(ids(uploads().getFirst()));
    assertThat(store.records("pre-key")).hasSize(812);
  }

  @Test
  void offersFiftyMoreWhenFewAreLeft() throws Exception {
    virtual.online();
    virtual.receive(low(3));
    assertThat(virtual.link().sent.getLast().has("class", "notification")).isTrue();
    assertThat(ids(uploads().getLast()))
        .hasSize(50)
        .doesNotContainAnyElementsOf(ids(uploads().getFirst()));
    virtual.receive(low(40));
    assertThat(uploads()).hasSize(2);
  }

  @Test
  void rotatesTheSignedPreKeyAndKeepsTheOldOneForAWhile() throws Exception {
    virtual.online();
    virtual.pass(Duration.ofDays(26));
    assertThat(signed()).hasSize(1);
    virtual.pass(Duration.ofDays(2));
    assertThat(signed()).extracting(SignedPreKeyRecord::id).containsExactly(2, 1);
    assertThat(virtual.link().asked).filteredOn(iq -> iq.child("rotate").isPresent()).hasSize(1);
    virtual.pass(Duration.ofDays(60));
    assertThat(signed()).extracting(SignedPreKeyRecord::id).containsExactly(4, 3, 2);
  }

  @Test
  void offersARefusedRotationAgain() throws Exception {
    virtual.online();
    virtual.server =
        iq ->
            iq.child("rotate").isPresent()
                ? Optional.of(new Answer.Refused(500, "later", Optional.empty(), iq))
                : VirtualSession.obliging(iq);
    virtual.pass(Duration.ofDays(28));
    assertThat(signed()).hasSize(2);
    virtual.server = VirtualSession::obliging;
    virtual.pass(Duration.ofDays(3));
    assertThat(signed()).hasSize(2);
    assertThat(virtual.link().asked)
        .filteredOn(iq -> iq.child("rotate").isPresent())
        .hasSizeBetween(2, 3);
  }

  private List<SignedPreKeyRecord> signed() {
    return virtual.identities.load().orElseThrow().signedPreKeys();
  }

  private static Node low(int count) {
    return Node.of("notification", Node.of("count").with("value", count))
        .with("from", Jid.SERVICE)
        .with("type", "encrypt")
        .with("id", "n" + count);
  }
}
