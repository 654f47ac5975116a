package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.BOB_LID;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.message.Outbox.holds;
import static dev.kubezap.whatsapp.message.Outbox.holdsPrepared;
import static dev.kubezap.whatsapp.message.Outbox.message;
import static dev.kubezap.whatsapp.message.Outbox.outgoing;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.Optional;
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

  private static Outcome.Builder acknowledged(Outcome.Builder outcome, Node receipt) {
    return outcome
        .effect(new Effect.Count("receipt", receipt.attribute("type").orElse("delivered")))
        .effect(new Effect.Send(Acknowledgement.of(receipt).orElseThrow()));
  }

  @ParameterizedTest
  @CsvSource({"'',DELIVERED", "inactive,DELIVERED", "read,READ", "played,PLAYED"})
  void aReceiptMovesTheMessageOn(String type, MessageStatus next) {
    holds(store, "m1", BOB, MessageStatus.SENT, BOB);
    store(store, new Change.PutChat(chat(BOB, 4)));
    Node receipt = type.isEmpty() ? receipt() : receipt().with("type", type);
    assertThat(told(receipt))
        .isEqualTo(
            acknowledged(
                    Outcome.builder()
                        .add(
                            Progress.to(
                                message("m1", BOB, MessageStatus.SENT),
                                next,
                                Optional.empty(),
                                online(DEVICE)))
                        .change(new Change.MoveOutgoing(outgoing("m1", BOB, BOB).deliveredTo(BOB)))
                        .change(new Change.RemovePrepared("m1")),
                    receipt)
                .build());
  }

  @Test
  void aStepBackIsNone() {
    holds(store, "m1", BOB, MessageStatus.READ, BOB);
    OutgoingMessage had = outgoing("m1", BOB, BOB).deliveredTo(BOB);
    store(store, new Change.PutOutgoing(had));
    assertThat(told(receipt()))
        .isEqualTo(
            acknowledged(Outcome.builder().change(new Change.RemovePrepared("m1")), receipt())
                .build());
    Jid tablet = BOB.withDevice(4);
    Node inGroup = receipt().with("participant", tablet);
    assertThat(told(inGroup).changes()).contains(new Change.MoveOutgoing(had.deliveredTo(tablet)));
  }

  /** The server's acknowledgement was lost, and with it the word whether devices were missed. */
  @Test
  void aReceiptBeforeTheAcknowledgementRepairs() {
    holdsPrepared(store, 1, "m1", BOB, BOB);
    assertThat(told(receipt()))
        .isEqualTo(
            acknowledged(
                    Outcome.builder()
                        .add(
                            Progress.to(
                                message("m1", BOB, MessageStatus.PREPARED),
                                MessageStatus.DELIVERED,
                                Optional.empty(),
                                online(DEVICE)))
                        .change(new Change.MoveOutgoing(outgoing("m1", BOB, BOB).deliveredTo(BOB)))
                        .change(new Change.RemovePrepared("m1"))
                        .add(StaleDevices.repair(outgoing("m1", BOB, BOB), online(DEVICE))),
                    receipt())
                .build());
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
    assertThat(told(receipt()))
        .isEqualTo(
            acknowledged(
                    Outcome.builder().effect(new Effect.Count("receipt", "unknown-message")),
                    receipt())
                .build());
    holds(store, "m1", BOB, MessageStatus.SENT, BOB);
    Node other = receipt().with("type", "server-error");
    assertThat(told(other)).isEqualTo(acknowledged(Outcome.builder(), other).build());
    assertThat(told(Node.of("receipt").with("from", BOB)).effects())
        .containsExactly(
            new Effect.Count("receipt", "unknown-message"),
            new Effect.Count("receipt", "delivered"));
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

  private Outcome read(Chat chat, Node receipt) {
    return acknowledged(Outcome.builder().change(new Change.PutChat(chat)), receipt).build();
  }

  @ParameterizedTest
  @CsvSource({"read-self", "played-self"})
  void ourOtherDeviceReadAChat(String type) {
    store(store, new Change.PutChat(chat(BOB, 4)));
    Node byNumber = readByUs(type, BOB.withDevice(1));
    assertThat(told(byNumber)).isEqualTo(read(chat(BOB, 0), byNumber));
    Node byLid = readByUs(type, BOB_LID);
    assertThat(told(byLid)).isEqualTo(acknowledged(Outcome.builder(), byLid).build());
    store(store, new Change.Put<>(new PhoneOfLid(BOB_LID), BOB));
    assertThat(told(byLid)).isEqualTo(read(chat(BOB, 0), byLid));
    Node within = Node.of("receipt").with("from", BOB).with("id", "theirs").with("type", type);
    assertThat(told(within)).isEqualTo(read(chat(BOB, 0), within));
    store(store, new Change.PutChat(chat(BOB, 0)));
    assertThat(told(byNumber)).isEqualTo(acknowledged(Outcome.builder(), byNumber).build());
  }

  @Test
  void aChatThatStillGoesByItsLidIsFoundByTheNumber() {
    store(
        store,
        new Change.PutChat(chat(BOB_LID, 1)),
        new Change.Put<>(new LidOfPhone(BOB), BOB_LID));
    Node receipt = readByUs("read-self", BOB);
    assertThat(told(receipt)).isEqualTo(read(chat(BOB_LID, 0), receipt));
  }
}
