package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.connection.Answer;
import dev.kubezap.whatsapp.event.ConnectionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The server's keys of this device are compared with our own after every log-in. */
class KeyDigestCourseTest {
  private final MemoryStore store = new MemoryStore();
  private final VirtualSession virtual = new VirtualSession(store);
  private Optional<Answer> digest = Optional.empty();

  private void online() throws Exception {
    virtual.server = iq -> iq.child("digest").isPresent() ? digest : VirtualSession.obliging(iq);
    virtual.online();
  }

  private static Optional<Answer> digest(DeviceIdentity device, int skey, int first, int last) {
    List<Node> ids =
        IntStream.rangeClosed(first, last)
            .mapToObj(id -> Node.of("id", KeyServer.number(id, 3)))
            .toList();
    Node digest =
        Node.of(
            "digest",
            Node.of("registration", KeyServer.number(device.registrationId(), 4)),
            Node.of("identity", device.identityKey().publicKey().bytes()),
            Node.of("skey", Node.of("id", KeyServer.number(skey, 3))),
            Node.of("list").withChildren(ids));
    return Optional.of(
        new Answer.Answered(
            Node.of("iq", digest).with("from", Jid.SERVICE).with("type", "result")));
  }

  private static DeviceIdentity device() {
    return VirtualSession.device(DeviceIdentity.Pairing.ACTIVE);
  }

  private static Answer refused(int code) {
    return new Answer.Refused(code, "refused", Optional.empty(), Node.of("iq"));
  }

  private List<Node> uploads() {
    return virtual.link().asked.stream().filter(iq -> iq.child("list").isPresent()).toList();
  }

  private boolean wasRestored() {
    return store.events().stream()
        .map(append -> append.event())
        .anyMatch(
            event ->
                event instanceof ConnectionEvent.PhaseChanged changed
                    && changed.reason().equals(Optional.of("state-restored")));
  }

  @Test
  void sameKeysNeedNothing() throws Exception {
    digest = digest(device(), 1, 1, 812);
    online();
    assertThat(uploads()).hasSize(1);
    assertThat(virtual.links).hasSize(1);
    assertThat(wasRestored()).isFalse();
  }

  @Test
  void missingKeysAreUploaded() throws Exception {
    digest = Optional.of(refused(404));
    online();
    assertThat(uploads()).hasSize(2);
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.CONNECTED);
  }

  @Test
  void otherKeysAreReplaced() throws Exception {
    DeviceIdentity device = device();
    DeviceIdentity other =
        VirtualSession.device(DeviceIdentity.Pairing.ACTIVE, 77, device.jid().toString());
    for (Optional<Answer> wrong : List.of(digest(device, 2, 1, 3), digest(other, 1, 1, 3))) {
      digest = wrong;
      if (virtual.links.isEmpty()) {
        online();
      } else {
        virtual.post(new SessionStart.Resumed()).logIn();
      }
      Node upload = uploads().getLast();
      assertThat(upload.child("identity").flatMap(Node::bytes))
          .contains(device.identityKey().publicKey().bytes());
      assertThat(upload.child("skey").flatMap(key -> key.child("id")).flatMap(Node::bytes))
          .contains(KeyServer.number(1, 3));
    }
    assertThat(wasRestored()).isFalse();
  }

  @Test
  void laterPreKeysThanOursMeanThatOurStateWasRestored() throws Exception {
    digest = digest(device(), 1, 800, 862);
    online();
    // Ours end at 812. The next log-in sees the same at the server, and is content.
    virtual.logIn();
    assertThat(wasRestored()).isTrue();
    assertThat(virtual.links).hasSize(2);
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.CONNECTED);
    assertThat(uploads().getFirst().child("list").orElseThrow().children("key"))
        .hasSize(812)
        .first()
        .satisfies(
            key ->
                assertThat(key.child("id").flatMap(Node::bytes).orElseThrow().byteAt(0))
                    .isNotZero());
  }

  @Test
  void silenceAndNonsenseChangeNothing() throws Exception {
    for (Answer odd :
        List.of(
            new Answer.TimedOut(),
            refused(500),
            new Answer.Answered(Node.of("iq", Node.of("digest"))))) {
      digest = Optional.of(odd);
      if (virtual.links.isEmpty()) {
        online();
      } else {
        virtual.post(new SessionStart.Resumed()).logIn();
      }
      assertThat(virtual.snapshot().phase()).isEqualTo(Phase.CONNECTED);
    }
    assertThat(wasRestored()).isFalse();
  }
}
