package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.BOB_LID;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.message.Outbox.OWN_LID;
import static dev.kubezap.whatsapp.message.Outbox.holds;
import static dev.kubezap.whatsapp.message.Outbox.holdsPrepared;
import static dev.kubezap.whatsapp.message.Outbox.message;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.events;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.device.DeviceListKey;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.StateReader;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who has a message of ours, and what was read of theirs. */
class ReceiptStepTest {
  private final MemoryStore store = new MemoryStore();

  private static Node receipt() {
    return Node.of("receipt").with("from", BOB).with("id", "3EB0m1");
  }

  private Outcome told(Node receipt) {
    return decide(new ReceiptStep(), receipt, store, online(DEVICE));
  }

  private static Effect ack(Node ack) {
    return new Effect.Send(ack);
  }

  private static Node ackOf(String id, Jid to) {
    return Node.of("ack").with("class", "receipt").with("id", id).with("to", to);
  }

  private static Effect counted(String label) {
    return new Effect.Count("receipt", label);
  }

  private static SessionEvent status(MessageStatus status) {
    return new MessageEvent.StatusChanged("m1", "3EB0m1", BOB, status, Optional.empty());
  }

  /** The message to Bob that these devices have. */
  private static OutgoingMessage had(Jid... by) {
    return new OutgoingMessage(
        "m1",
        "3EB0m1",
        BOB,
        Outbox.HELLO.toByteString(),
        NOW.minusSeconds(7),
        Set.of(BOB),
        Set.of(by));
  }

  @ParameterizedTest
  @CsvSource({"'',DELIVERED", "inactive,DELIVERED", "read,READ", "played,PLAYED"})
  void aReceiptMovesTheMessageOn(String type, MessageStatus next) {
    holds(store, "m1", BOB, MessageStatus.SENT, BOB);
    store(store, new Change.PutChat(chat(BOB, 4)));
    Outcome outcome = told(type.isEmpty() ? receipt() : receipt().with("type", type));
    assertThat(events(outcome)).containsExactly(status(next));
    assertThat(stored(outcome))
        .containsExactly(
            new Change.MoveMessage(message("m1", BOB, next)),
            new Change.MoveOutgoing(had(BOB)),
            new Change.RemovePrepared("m1"));
    Node ack = ackOf("3EB0m1", BOB);
    assertThat(outcome.effects())
        .containsExactly(
            new Effect.StatusReached(message("m1", BOB, next), next),
            counted(type.isEmpty() ? "delivered" : type),
            ack(type.isEmpty() ? ack : ack.with("type", type)));
  }

  @Test
  void aStepBackIsNone() {
    holds(store, "m1", BOB, MessageStatus.READ, BOB);
    store(store, new Change.PutOutgoing(had(BOB)));
    Outcome outcome = told(receipt());
    assertThat(outcome.changes()).containsExactly(new Change.RemovePrepared("m1"));
    assertThat(outcome.effects()).containsExactly(counted("delivered"), ack(ackOf("3EB0m1", BOB)));
    Jid tablet = BOB.withDevice(4);
    Node inGroup = receipt().with("participant", tablet);
    assertThat(told(inGroup).changes()).contains(new Change.MoveOutgoing(had(BOB, tablet)));
  }

  /** The server's acknowledgement was lost, and with it the word whether devices were missed. */
  @ParameterizedTest
  @CsvSource({"'',DELIVERED", "read,READ"})
  void aReceiptBeforeTheAcknowledgementSaysThatItWasSentAndRepairs(
      String type, MessageStatus next) {
    holdsPrepared(store, 1, "m1", BOB, BOB);
    Outcome outcome = told(type.isEmpty() ? receipt() : receipt().with("type", type));
    assertThat(events(outcome))
        .containsExactly(status(next), new MessageEvent.Sent(message("m1", BOB, next)));
    assertThat(stored(outcome))
        .containsExactly(
            new Change.MoveMessage(message("m1", BOB, next)),
            new Change.MoveOutgoing(had(BOB)),
            new Change.RemovePrepared("m1"),
            new Change.Remove(new DeviceListKey(BOB)),
            new Change.Remove(new DeviceListKey(OWN)),
            new Change.Remove(new DeviceListKey(OWN_LID)),
            new Change.Put<>(new RepairKey("m1"), new RepairKey.Pending(NOW, Map.of())));
    assertThat(outcome.effects())
        .startsWith(
            new Effect.StatusReached(message("m1", BOB, next), next),
            new Effect.Enqueue(new RepairSend.Repair("m1")));
  }

  @Test
  void everyMessageThatItListsIsMoved() {
    for (int i = 1; i <= 3; i++) {
      holds(store, "m" + i, BOB, MessageStatus.SENT, BOB);
    }
    Node list =
        Node.of(
            "list",
            Node.of("item").with("id", "3EB0m2"),
            Node.of("item"),
            Node.of("item").with("id", "3EB0m3"));
    assertThat(told(receipt().with("type", "read").withChildren(list)).changes())
        .filteredOn(Change.MoveMessage.class::isInstance)
        .extracting(change -> ((Change.MoveMessage) change).message().id())
        .containsExactly("m1", "m2", "m3");
    Node endless =
        Node.of("list")
            .withChildren(
                IntStream.rangeClosed(1, 1_001)
                    .mapToObj(i -> Node.of("item").with("id", i == 1_001 ? "3EB0m3" : "x" + i))
                    .toList());
    assertThat(told(receipt().withChildren(endless)).changes())
        .filteredOn(Change.MoveMessage.class::isInstance)
        .hasSize(1);
  }

  @Test
  void anUnknownMessageOrKindIsAcknowledgedAndCounted() {
    Outcome unknown = told(receipt());
    assertThat(unknown.changes()).isEmpty();
    assertThat(unknown.effects())
        .containsExactly(
            counted("unknown-message"), counted("delivered"), ack(ackOf("3EB0m1", BOB)));
    holds(store, "m1", BOB, MessageStatus.SENT, BOB);
    Outcome other = told(receipt().with("type", "server-error"));
    assertThat(other.changes()).isEmpty();
    assertThat(other.effects())
        .containsExactly(
            counted("server-error"), ack(ackOf("3EB0m1", BOB).with("type", "server-error")));
    assertThat(told(Node.of("receipt").with("from", BOB)).effects())
        .containsExactly(counted("unknown-message"), counted("delivered"));
  }

  private static Chat chat(Jid id, int unread) {
    return new Chat(id, Optional.empty(), Optional.of("Bobby"), NOW, unread);
  }

  private static Node readByUs(String type, Jid recipient) {
    return Node.of("receipt")
        .with("from", OWN)
        .with("id", "theirs")
        .with("type", type)
        .with("recipient", recipient);
  }

  @ParameterizedTest
  @CsvSource({"read-self", "played-self"})
  void ourOtherDeviceReadAChat(String type) {
    store(store, new Change.PutChat(chat(BOB, 4)));
    Outcome byNumber = told(readByUs(type, BOB.withDevice(1)));
    assertThat(byNumber.changes()).containsExactly(new Change.PutChat(chat(BOB, 0)));
    assertThat(byNumber.effects())
        .containsExactly(
            counted(type),
            ack(
                Node.of("ack")
                    .with("class", "receipt")
                    .with("id", "theirs")
                    .with("to", OWN)
                    .with("recipient", BOB.withDevice(1))
                    .with("type", type)));
    Node byLid = readByUs(type, BOB_LID);
    assertThat(told(byLid).changes()).isEmpty();
    store(store, new Change.Put<>(new PhoneOfLid(BOB_LID), BOB));
    assertThat(told(byLid).changes()).containsExactly(new Change.PutChat(chat(BOB, 0)));
    Node within = Node.of("receipt").with("from", BOB).with("id", "theirs").with("type", type);
    assertThat(told(within).changes()).containsExactly(new Change.PutChat(chat(BOB, 0)));
    store(store, new Change.PutChat(chat(BOB, 0)));
    assertThat(told(within).changes()).isEmpty();
  }

  /** They do not count a second time when somebody marks them here. */
  @Test
  void whatOurOtherDeviceReadIsRead() {
    StoredMessage theirs = theirs(MessageStatus.RECEIVED);
    store(store, new Change.PutChat(chat(BOB, 2)), new Change.PutMessage(theirs));
    assertThat(told(readByUs("read-self", BOB)).changes())
        .containsExactly(
            new Change.MoveMessage(theirs(MessageStatus.READ)), new Change.PutChat(chat(BOB, 0)));
  }

  private static StoredMessage theirs(MessageStatus status) {
    return new StoredMessage(
        "r1",
        "theirs",
        BOB,
        Optional.empty(),
        BOB,
        0,
        false,
        Optional.empty(),
        NOW,
        TextContent.of("hello"),
        Outbox.HELLO.toByteString(),
        status,
        Optional.empty(),
        Map.of());
  }

  /** Two statements, whatever the receipt lists. */
  @Test
  void aLongReceiptIsReadAtOnce() {
    List<String> asked = new ArrayList<>();
    StateReader counting =
        (StateReader)
            Proxy.newProxyInstance(
                StateReader.class.getClassLoader(),
                new Class<?>[] {StateReader.class},
                (_, method, arguments) -> {
                  asked.add(method.getName());
                  return method.invoke(store, arguments);
                });
    for (int i = 1; i <= 3; i++) {
      holds(store, "m" + i, BOB, MessageStatus.SENT, BOB);
    }
    Node list =
        Node.of("list", Node.of("item").with("id", "3EB0m2"), Node.of("item").with("id", "3EB0m3"));
    ReceiptStep.Gathered gathered =
        new ReceiptStep().gather(Work.of(receipt().withChildren(list)), counting, online(DEVICE));
    assertThat(gathered.messages())
        .extracting(named -> named.outgoingContent().message().id())
        .containsExactly("m1", "m2", "m3");
    assertThat(asked).containsExactly("outgoingByStanza", "messages", "read");
  }

  @Test
  void aChatThatStillGoesByItsLidIsFoundByTheNumber() {
    store(
        store,
        new Change.PutChat(chat(BOB_LID, 1)),
        new Change.Put<>(new LidOfPhone(BOB), BOB_LID));
    assertThat(told(readByUs("read-self", BOB)).changes())
        .containsExactly(new Change.PutChat(chat(BOB_LID, 0)));
  }
}
