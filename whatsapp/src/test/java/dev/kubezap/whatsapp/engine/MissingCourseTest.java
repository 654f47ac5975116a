package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.store.FencedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A message that cannot be read is asked for until it is there, whenever the process dies. */
class MissingCourseTest {
  private static final Jid BOB = Jid.phoneNumber("491522222222");
  private static final Jid OWN_PHONE = Jid.phoneNumber("4915112345678");
  private static final String ROWS = "missing-message";

  private final MortalSession mortal = new MortalSession(Duration.ofSeconds(1));
  private final FaultyStore store = mortal.store;

  private VirtualSession session() {
    return mortal.now();
  }

  private static Node stanza(Node content) {
    return Node.of("message", content)
        .with("from", BOB)
        .with("id", "3AB0")
        .with("type", "text")
        .with("t", VirtualSession.BEGIN.getEpochSecond());
  }

  private static Node unreadable(int variant) {
    byte[] bytes = new byte[80];
    bytes[0] = 0x33;
    bytes[70] = (byte) variant;
    return stanza(Node.of("enc", ByteString.copyFrom(bytes)).with("v", "2").with("type", "msg"));
  }

  private List<Node> retries() {
    return session().link().sent.stream().filter(node -> node.has("type", "retry")).toList();
  }

  private static long count(Node receipt) {
    return receipt.child("retry").orElseThrow().number("count").orElseThrow();
  }

  private List<Node> requests() {
    return session().link().sent.stream().filter(node -> node.has("category", "peer")).toList();
  }

  private MessageStatus status() {
    return store.memory.messages().getFirst().status();
  }

  @Test
  void senderIsAskedFiveTimesThenTheOwnPhone() throws Exception {
    session().online().receive(unreadable(1));
    assertThat(session().link().sent.getLast().is("ack")).isTrue();
    session().pass(Duration.ofMinutes(4));
    assertThat(retries()).extracting(MissingCourseTest::count).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(retries().stream().skip(1)).allMatch(receipt -> receipt.child("keys").isPresent());
    assertThat(requests()).isEmpty();
    session().pass(Duration.ofMinutes(4));
    assertThat(requests()).hasSize(1);
    Node request = requests().getFirst();
    assertThat(request.jid("to")).contains(OWN_PHONE);
    assertThat(request.attribute("push_priority")).contains("high_force");
    assertThat(request.child("meta").orElseThrow().attribute("appdata")).contains("default");
    assertThat(request.child("device-identity")).isPresent();
    assertThat(status()).isEqualTo(MessageStatus.UNDECRYPTED);
  }

  @Test
  void badAnswersLeadToThePhoneAtOnce() throws Exception {
    session().online();
    for (int variant = 1; variant <= 6; variant++) {
      session().receive(unreadable(variant));
    }
    assertThat(retries()).hasSize(5);
    assertThat(requests()).hasSize(1);
    session().receive(unreadable(7));
    assertThat(requests()).hasSize(1);
  }

  @Test
  void retryReceiptIsRepeatedWithItsCountWhenTheProcessDiedBeforeItLeft() throws Exception {
    session().online();
    mortal.dieAfterCommit(ROWS, 1);
    assertThatThrownBy(() -> session().receive(unreadable(1))).isInstanceOf(FencedException.class);
    assertThat(retries()).isEmpty();
    mortal.restart();
    session().receive(unreadable(1));
    assertThat(retries()).extracting(MissingCourseTest::count).containsExactly(1L);
    assertThat(store.memory.messages()).hasSize(1);
  }

  @Test
  void lostRetryReceiptIsRepeatedAfterARestart() throws Exception {
    session().online().receive(unreadable(1));
    mortal.restart();
    assertThat(retries()).isEmpty();
    session().pass(Duration.ofSeconds(15));
    assertThat(retries()).extracting(MissingCourseTest::count).containsExactly(2L);
  }

  @Test
  void phoneIsAskedAgainUnderANewIdWhenTheProcessDiedBeforeTheRequestLeft() throws Exception {
    session().online().receive(stanza(Node.of("unavailable")));
    assertThat(requests()).hasSize(1);
    List<Node> all = new ArrayList<>(requests());
    mortal.dieAfterCommit(ROWS, 1);
    assertThatThrownBy(() -> session().pass(Duration.ofHours(1)))
        .isInstanceOf(FencedException.class);
    assertThat(requests()).hasSize(1);
    mortal.restart();
    session().pass(Duration.ofHours(20));
    all.addAll(requests());
    assertThat(all).extracting(node -> node.attribute("id")).doesNotHaveDuplicates();
    // The one that died was counted too.
    assertThat(all).hasSize(4);
    // The phone may be off for long.
    assertThat(store.memory.records(ROWS)).hasSize(1);
    session().pass(Duration.ofDays(14));
    assertThat(requests()).hasSize(3);
    assertThat(store.memory.records(ROWS)).isEmpty();
    assertThat(status()).isEqualTo(MessageStatus.UNDECRYPTED);
  }

  @Test
  void whatCannotBeHadIsNotAskedFor() throws Exception {
    session().online();
    session().receive(stanza(Node.of("unavailable").with("type", "view_once")));
    session().receive(stanza(Node.of("unavailable").with("hosted", "true")).with("id", "3AB1"));
    session()
        .receive(
            stanza(Node.of("unavailable"))
                .with("id", "3AB2")
                .with("t", VirtualSession.BEGIN.minus(Duration.ofDays(15)).getEpochSecond()));
    assertThat(store.memory.messages()).hasSize(3);
    assertThat(store.memory.records(ROWS)).isEmpty();
    session().pass(Duration.ofHours(1));
    assertThat(requests()).isEmpty();
    assertThat(session().link().sent.stream().filter(node -> node.has("class", "message")))
        .hasSize(3);
  }

  @Test
  void nobodyIsAskedWhileTheOfflineQueueComes() throws Exception {
    session().online().receive(unreadable(1));
    mortal.begin(Duration.ofSeconds(100));
    session().receive(Node.of("success").with("t", session().now.getEpochSecond()));
    session().pass(Duration.ofSeconds(5));
    assertThat(retries()).isEmpty();
    session().receive(Node.of("ib", Node.of("offline").with("count", 0)));
    session().pass(Duration.ofSeconds(1));
    assertThat(retries()).hasSize(1);
  }

  @Test
  void manyRowsAreWokenPageByPage() throws Exception {
    session().online();
    IntStream.range(0, 250)
        .mapToObj(i -> unreadable(1).with("id", "3AB0" + i))
        .forEach(stanza -> session().link().receive(stanza));
    session().settle();
    mortal.restart();
    session().pass(Duration.ofSeconds(20));
    assertThat(retries()).hasSize(250);
  }
}
