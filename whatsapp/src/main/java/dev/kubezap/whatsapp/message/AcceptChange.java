package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.ChangeRequest;
import dev.kubezap.whatsapp.ChangeResult;
import dev.kubezap.whatsapp.content.ReactionContent;
import dev.kubezap.whatsapp.group.GroupKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;
import java.util.Set;

/**
 * Accepts what this account wants to do to a message, and queues it behind what waits for the same
 * chat.
 */
public final class AcceptChange implements Step<ChangeRequest, AcceptChange.Gathered> {
  private static final int MOST_QUEUED = 1_000;

  /**
   * What is stored.
   *
   * @param before what was done to the message before
   * @param group the group that it is of, when it is stored
   * @param authorNames by which names its sender is known
   * @param number of it in its channel; empty when it is of none, or the number is not known
   * @param used the request that the key stands for
   * @param waits whether the change that it was accepted as is on its way
   * @param changing whether an earlier change is on its way under the id of the message itself
   */
  public record Gathered(
      Optional<StoredMessage> message,
      MessageAdditions before,
      Optional<Group> group,
      Set<Jid> authorNames,
      Optional<Long> number,
      Optional<IdempotencyRecord.Used> used,
      boolean waits,
      boolean changing) {
    public Gathered {
      authorNames = Set.copyOf(authorNames);
    }
  }

  @Override
  public Gathered gather(Work<ChangeRequest> work, StateReader state, Turn turn) {
    String id = work.input().messageId();
    Optional<StoredMessage> message = state.message(id);
    Optional<IdempotencyRecord.Used> used =
        work.input().key().flatMap(key -> state.read(new IdempotencyRecord(key)));
    return new Gathered(
        message,
        state.read(new AdditionsKey(id)).orElse(MessageAdditions.NONE),
        message
            .map(StoredMessage::chat)
            .filter(Jid::isGroup)
            .flatMap(chat -> state.read(new GroupKey(chat))),
        message.map(of -> Authors.of(of, turn.identity(), state)).orElse(Set.of()),
        message
            .filter(of -> of.chat().isNewsletter())
            .flatMap(_ -> state.read(new ChannelNumberKey(id))),
        used,
        message.isPresent()
            && used.map(IdempotencyRecord.Used::messageId)
                .filter(change -> isOnItsWay(change, message.get(), state))
                .isPresent(),
        message.filter(of -> isChanging(of, state)).isPresent());
  }

  private static boolean isChanging(StoredMessage message, StateReader state) {
    return message.chat().isNewsletter()
        && state
            .read(OutgoingNameKey.ofChange(message.stanzaId()))
            .filter(change -> isOnItsWay(change, message, state))
            .isPresent();
  }

  private static boolean isOnItsWay(String change, StoredMessage message, StateReader state) {
    return state.prepared(change).isPresent()
        || state.queuedIn(message.chat(), MOST_QUEUED).contains(change);
  }

  @Override
  public Outcome decide(Work<ChangeRequest> work, Gathered gathered, Turn turn) {
    Optional<String> earlier =
        gathered.used().map(IdempotencyRecord.Used::messageId).filter(id -> !id.isEmpty());
    if (earlier.isPresent()) {
      return Outcome.builder()
          .effect(new Effect.Answer(new ChangeResult.Repeated(earlier.get(), gathered.waits())))
          .build();
    }
    return switch (OwnAddition.of(work.input().kind(), gathered, turn)) {
      case OwnAddition.Refused(ChangeResult.Refused refused) ->
          Outcome.builder().effect(new Effect.Answer(refused)).build();
      case OwnAddition.Made made when takesTheIdOfItsMessage(gathered, made) && waits(gathered) ->
          Outcome.builder()
              .effect(
                  new Effect.Answer(
                      new ChangeResult.NotYet(
                          "WhatsApp has not acknowledged the message, or its last change.")))
              .build();
      case OwnAddition.Made made -> accepted(work.input(), gathered, made, turn);
    };
  }

  /** In a channel all but reactions go out under the id of the message that they change. */
  private static boolean takesTheIdOfItsMessage(Gathered gathered, OwnAddition.Made made) {
    return gathered.message().orElseThrow().chat().isNewsletter()
        && !(made.addition() instanceof ReactionContent);
  }

  private static boolean waits(Gathered gathered) {
    MessageStatus status = gathered.message().orElseThrow().status();
    return gathered.changing()
        || status == MessageStatus.QUEUED
        || status == MessageStatus.PREPARED;
  }

  private static Outcome accepted(
      ChangeRequest request, Gathered gathered, OwnAddition.Made made, Turn turn) {
    StoredMessage target = gathered.message().orElseThrow();
    boolean underItsId = takesTheIdOfItsMessage(gathered, made);
    OutgoingMessage outgoing =
        new OutgoingMessage(
            turn.newId(),
            OutgoingStanza.newId(turn),
            target.chat(),
            made.addition().encode().toByteString(),
            turn.now(),
            Set.of(),
            Set.of(),
            Optional.of(target.id()));
    String id = outgoing.messageId();
    Outcome.Builder outcome = Outcome.builder();
    gathered
        .used()
        .ifPresent(
            used ->
                outcome.change(
                    new Change.Put<>(
                        new IdempotencyRecord(request.key().orElseThrow()), used.accepted(id))));
    return outcome
        .change(new Change.PutOutgoing(outgoing))
        .change(
            new Change.Put<>(
                underItsId
                    ? OutgoingNameKey.ofChange(target.stanzaId())
                    : new OutgoingNameKey(outgoing.stanzaId()),
                id))
        .change(new Change.JoinQueue(new QueuedMessage(id, target.chat())))
        .effect(new Effect.Answer(new ChangeResult.Accepted(id)))
        .effect(new Effect.Enqueue(new PrepareSend.Prepare(id)))
        .build();
  }
}
