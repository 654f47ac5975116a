package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.senderkey.GroupKeys;
import dev.kubezap.whatsapp.senderkey.GroupKeysKey;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What an acknowledgement means for the group that a message went to. */
final class GroupAck {

  /** The group addresses its participants otherwise by now (PROTOCOL-2026 7). */
  private static final int STALE_ADDRESSING = 421;

  private GroupAck() {}

  /** Whether the message is to be prepared anew, which is done once. */
  static boolean mayRebuild(ServerAck.Gathered gathered, OptionalLong error) {
    return error.isPresent()
        && error.getAsLong() == STALE_ADDRESSING
        && gathered
            .groupKeys()
            .filter(keys -> !keys.rebuilt().equals(Optional.of(id(gathered))))
            .isPresent();
  }

  private static String id(ServerAck.Gathered gathered) {
    return gathered.outgoing().orElseThrow().messageId();
  }

  /**
   * The group is asked for, and the message prepared anew under its id: nobody got the one that was
   * refused.
   */
  static Outcome rebuilt(ServerAck.Gathered gathered, Turn turn) {
    OutgoingMessage outgoing = gathered.outgoing().orElseThrow();
    OutgoingContent outgoingContent = gathered.outgoingContent().orElseThrow();
    GroupKeys keys = gathered.groupKeys().orElseThrow();
    Outcome.Builder outcome = Outcome.builder();
    if (outgoingContent instanceof OutgoingContent.ChatMessage(var message)) {
      outcome.change(
          new Change.MoveMessage(message.withStatus(MessageStatus.QUEUED, Optional.empty())));
    }
    return outcome
        .changes(StaleDevices.forget(outgoing, turn))
        .change(
            new Change.PutOutgoing(
                outgoing.to().isStatus() ? outgoing : outgoing.addressedTo(List.of())))
        .change(
            new Change.JoinQueue(new QueuedMessage(outgoing.messageId(), outgoingContent.chat())))
        .change(
            new Change.Put<>(
                new GroupKeysKey(outgoing.to()),
                keys.settled(false).rebuilding(outgoing.messageId())))
        .effect(new Effect.Enqueue(new PrepareSend.Prepare(outgoing.messageId())))
        .effect(new Effect.Count("ack", "rebuilt"))
        .build();
  }

  /**
   * Who was handed our key by the message has it, when the server took it; what waited for that
   * goes on.
   */
  static Outcome settled(ServerAck.Gathered gathered, boolean taken) {
    Outcome.Builder outcome = Outcome.builder();
    gathered
        .groupKeys()
        .filter(keys -> keys.carrier().equals(Optional.of(id(gathered))))
        .ifPresent(
            keys ->
                outcome.change(
                    new Change.Put<>(
                        new GroupKeysKey(gathered.outgoing().orElseThrow().to()),
                        keys.settled(taken))));
    gathered
        .behind()
        .ifPresent(id -> outcome.effect(new Effect.Enqueue(new PrepareSend.Prepare(id))));
    return outcome.build();
  }
}
