package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.BOB_LID;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.message.Outbox.holds;
import static dev.kubezap.whatsapp.message.Outbox.holdsPrepared;
import static dev.kubezap.whatsapp.message.Outbox.knowsAll;
import static dev.kubezap.whatsapp.message.Outbox.listed;
import static dev.kubezap.whatsapp.message.Outbox.lists;
import static dev.kubezap.whatsapp.message.Outbox.phoneAlone;
import static dev.kubezap.whatsapp.message.Outbox.user;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose turn it is: messages of one chat leave in the order of their acceptance. */
class PrepareOrderTest {
  private static final Effect AGAIN =
      new Effect.Schedule("prepare-m1", new PrepareSend.Prepare("m1"), Duration.ofMillis(300));

  private final MemoryStore store = new MemoryStore();
  private final Preparing preparing = new Preparing(store);
  private final Party bob = Outbox.bob();
  private final Party phone = Outbox.phone();

  @Test
  void messagesOfOneChatAreInTheOrderOfTheirAcceptance() {
    knowsAll(store, bob, phone);
    holds(store, "m2", BOB, MessageStatus.QUEUED);
    holds(store, "m0", Jid.phoneNumber("491533333333"), MessageStatus.QUEUED);
    assertThat(preparing.message("m2")).isEqualTo(Outcome.nothing());
    assertThat(preparing.message("m1").effects())
        .endsWith(new Effect.Enqueue(new PrepareSend.Prepare("m2")));
  }

  /** Its message is not stored any more: nobody could say what it was to do. */
  @Test
  void aChangeOfNothingHoldsUpNoChat() {
    knowsAll(store, bob, phone);
    store(
        store,
        new Change.PutOutgoing(
            new OutgoingMessage(
                "m0",
                "3EB0m0",
                BOB,
                ByteString.copyFromUtf8("no message"),
                NOW,
                Set.of(),
                Set.of(),
                Optional.of("m9"))),
        new Change.JoinQueue(new QueuedMessage("m0", BOB)));
    Outcome outcome = preparing.message("m0");
    assertThat(outcome.changes()).containsExactly(new Change.LeaveQueue("m0"));
    assertThat(outcome.effects())
        .anySatisfy(effect -> assertThat(effect).isInstanceOf(Effect.ChangeEnded.class))
        .endsWith(new Effect.Enqueue(new PrepareSend.Prepare("m1")));
    store(store, outcome.changes());
    assertThat(preparing.message("m1").changes()).isNotEmpty();
  }

  @Test
  void sixtyFourWithoutAcknowledgementHoldBackTheRest() {
    knowsAll(store, bob, phone);
    for (int i = 1; i < 64; i++) {
      holdsPrepared(store, i, "p" + i, BOB);
    }
    assertThat(preparing.message("m1").changes()).isNotEmpty();
    holdsPrepared(store, 64, "p64", BOB);
    holds(store, "m2", BOB, MessageStatus.QUEUED);
    assertThat(preparing.message("m1"))
        .isEqualTo(
            Outcome.builder()
                .effect(
                    new Effect.Schedule(
                        "prepare-m1", new PrepareSend.Prepare("m1"), Duration.ofSeconds(1)))
                .build());
    assertThat(preparing.message("m2")).isEqualTo(Outcome.nothing());
    assertThat(preparing.message("m1", turn(DEVICE))).isEqualTo(Outcome.nothing());
  }

  /** They may be one chat, whose order the earlier one's devices tell. */
  @Test
  void aLidWithoutNumberWaitsForEarlierNumbersWithoutLid() {
    holds(store, "m1", BOB, MessageStatus.QUEUED);
    holds(store, "m2", BOB_LID, MessageStatus.QUEUED);
    Outcome waits =
        Outcome.builder()
            .effect(
                new Effect.Schedule(
                    "prepare-m2", new PrepareSend.Prepare("m2"), Duration.ofMillis(300)))
            .build();
    assertThat(preparing.message("m2")).isEqualTo(waits);
    assertThat(preparing.message("m2", turn(DEVICE))).isEqualTo(Outcome.nothing());
    store(store, new Change.Put<>(new LidOfPhone(BOB), Jid.lid("999")));
    assertThat(preparing.message("m2").ask()).isPresent();
  }

  @Test
  void aLidDoesNotWaitForLaterNumbersNorForLids() {
    holds(store, "m0", Jid.lid("777"), MessageStatus.QUEUED);
    holds(store, "m2", BOB_LID, MessageStatus.QUEUED);
    holds(store, "m3", BOB, MessageStatus.QUEUED);
    assertThat(preparing.message("m2").ask()).isPresent();
    assertThat(preparing.message("m3").ask()).isPresent();
  }

  @Test
  void whatTurnsOutToBeOneChatIsSentInItsOrder() {
    holds(store, "m0", BOB_LID, MessageStatus.QUEUED);
    holds(store, "m1", BOB, MessageStatus.QUEUED);
    lists(store, OWN, DEVICE.jid().device());
    Reply told = listed(user(BOB, phoneAlone(), Node.of("lid").with("val", BOB_LID)));
    Outcome outcome = preparing.answeredWith(1, told);
    assertThat(outcome.effects()).containsExactly(AGAIN);
    assertThat(outcome.ask()).isEmpty();
    assertThat(outcome.changes())
        .startsWith(
            new Change.Put<>(new LidOfPhone(BOB), BOB_LID),
            new Change.Put<>(new PhoneOfLid(BOB_LID), BOB),
            new Change.MergeChats(BOB_LID, BOB))
        .hasSize(5);
    holds(store, "m0", BOB_LID, MessageStatus.CANCELLED);
    holds(store, "m2", BOB_LID, MessageStatus.QUEUED);
    assertThat(preparing.answeredWith(1, told).ask()).isPresent();
  }

  /** Nobody brings a message after one of another chat, though both go to the same devices. */
  @Test
  void whatIsStoredAsTwoChatsOfOneAccountIsSentToo() {
    store(store, new Change.Put<>(new LidOfPhone(BOB), BOB_LID));
    store(store, new Change.Put<>(new PhoneOfLid(BOB_LID), BOB));
    holds(store, "m0", BOB_LID, MessageStatus.QUEUED);
    holds(store, "m1", BOB, MessageStatus.QUEUED);
    Reply told = listed(user(BOB, phoneAlone(), Node.of("lid").with("val", BOB_LID)));
    assertThat(preparing.answeredWith(1, told).effects()).containsExactly(AGAIN);
  }
}
