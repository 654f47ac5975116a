package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.store.FencedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A device that a message missed gets it, once, whenever the process dies. */
class RepairCourseTest {
  private static final Jid BOB = Jid.phoneNumber("491522222222");
  private static final Jid MISSED = BOB.withDevice(5);

  private final MortalSession mortal = new MortalSession(Duration.ofSeconds(60));
  private final FaultyStore store = mortal.store;
  private final KeyServer keys = mortal.keys;

  private VirtualSession session() {
    return mortal.now();
  }

  private static SendRequest text() {
    return Texts.to(BOB, "hello");
  }

  private List<Node> messages() {
    return session().link().sent.stream().filter(node -> node.is("message")).toList();
  }

  private List<Node> messagesTo(Jid to) {
    return messages().stream().filter(node -> node.jid("to").equals(Optional.of(to))).toList();
  }

  private StoredMessage message() {
    return store.memory.messages().getFirst();
  }

  private Node ack(Jid from) {
    return Node.of("ack")
        .with("class", "message")
        .with("id", message().stanzaId())
        .with("from", from);
  }

  /** The server takes a message whose sender did not know of one device. */
  private Node sent() throws Exception {
    session().online();
    assertThat(session().ask(text())).isDone();
    assertThat(messagesTo(BOB)).hasSize(1);
    keys.devices.put(BOB, List.of(0, 5));
    return ack(BOB).with("phash", "2:another");
  }

  @Test
  void missedDeviceIsServedAtOnce() throws Exception {
    session().receive(sent());
    assertThat(messagesTo(MISSED)).hasSize(1);
    session().receive(ack(MISSED));
    assertThat(store.memory.records("repair")).isEmpty();
    assertThat(messages()).hasSize(2);
  }

  @Test
  void repairGoesOnWhenTheProcessDiesBeforeItBegan() throws Exception {
    Node ack = sent();
    mortal.dieAfterCommit("repair", 1);
    assertThatThrownBy(() -> session().receive(ack)).isInstanceOf(FencedException.class);
    assertThat(messagesTo(MISSED)).isEmpty();
    mortal.restart();
    assertThat(messages()).extracting(node -> node.jid("to").orElseThrow()).containsExactly(MISSED);
    session().receive(ack(MISSED));
    mortal.restart();
    assertThat(messages()).isEmpty();
  }

  @Test
  void repairGoesOnWhenTheProcessDiesBeforeItsFirstByteLeft() throws Exception {
    Node ack = sent();
    mortal.dieAfterCommit("repair", 2);
    assertThatThrownBy(() -> session().receive(ack)).isInstanceOf(FencedException.class);
    assertThat(messagesTo(MISSED)).isEmpty();
    mortal.restart();
    List<Node> first = messages();
    assertThat(first).extracting(node -> node.jid("to").orElseThrow()).containsExactly(MISSED);
    // No acknowledgement: the same bytes again, never a second encryption.
    mortal.restart();
    assertThat(messages()).isEqualTo(first);
    session().receive(ack(MISSED));
    mortal.restart();
    assertThat(messages()).isEmpty();
  }

  @Test
  void repairIsTriedAgainWhenTheServerDoesNotSayWhichDevicesThereAre() throws Exception {
    Node ack = sent();
    keys.reachable = false;
    session().receive(ack);
    assertThat(messagesTo(MISSED)).isEmpty();
    keys.reachable = true;
    session().pass(Duration.ofSeconds(11));
    assertThat(messagesTo(MISSED)).hasSize(1);
  }

  @Test
  void lostAcknowledgementIsMadeUpForByAReceiptAndARepair() throws Exception {
    sent();
    session().receive(Node.of("receipt").with("id", message().stanzaId()).with("from", BOB));
    assertThat(message().status()).isEqualTo(MessageStatus.DELIVERED);
    assertThat(messagesTo(MISSED)).hasSize(1);
    assertThat(messagesTo(BOB)).hasSize(1);
  }

  @Test
  void refusedRepairIsNotTheMessagesFailure() throws Exception {
    session().receive(sent());
    session().receive(ack(MISSED).with("error", 479));
    assertThat(message().status()).isEqualTo(MessageStatus.SENT);
    assertThat(store.memory.records("repair")).isEmpty();
  }

  @Test
  void deviceThatHasTheMessageIsNotServedAgain() throws Exception {
    session().receive(sent());
    session().receive(Node.of("receipt").with("id", message().stanzaId()).with("from", MISSED));
    mortal.restart();
    assertThat(messages()).isEmpty();
    assertThat(store.memory.records("repair")).isEmpty();
  }

  @Test
  void nothingIsSentWhenNoDeviceWasMissed() throws Exception {
    Node ack = sent();
    keys.devices.put(BOB, List.of(0));
    session().receive(ack);
    assertThat(messages()).hasSize(1);
    assertThat(store.memory.records("repair")).isEmpty();
  }
}
