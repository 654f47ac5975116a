package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.message.PrepareSend.Prepare;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.presence.ShowTyping;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What comes between a message's turn and its encryption: its time has run out, or its chat is
 * shown first that this account types.
 */
sealed interface BeforeSending {
  /** Why a message that waited too long failed. */
  MessageFailure EXPIRED =
      new MessageFailure(
          "expired", OptionalInt.empty(), "It was not sent in the time that it was given.");

  /**
   * Its time has run out.
   *
   * @param next what comes after it in the same chat
   */
  record Expired(Carried carried, Optional<String> next) implements BeforeSending {}

  /**
   * Its chat is to be shown that this account types.
   *
   * @param stanza shows it
   */
  record Typing(TypingShownKey key, Node stanza, Duration lasting) implements BeforeSending {}

  /** The chat is being shown it. */
  record Shown(Instant until) implements BeforeSending {}

  /** What comes first; empty when it can be encrypted now. */
  static Optional<BeforeSending> read(
      Carried carried, OutgoingMessage outgoing, StateReader state, Turn turn) {
    if (!outgoing.plan().typing().isPositive()) {
      return Optional.empty();
    }
    TypingShownKey key = new TypingShownKey(carried.chat());
    Optional<Instant> until =
        state
            .read(key)
            .filter(shown -> shown.messageId().equals(carried.id()))
            .map(TypingShownKey.Shown::until);
    if (until.isPresent()) {
      return until.filter(time -> time.isAfter(turn.now())).map(Shown::new);
    }
    ShowTyping.State shown =
        carried.message().type().equals("voice")
            ? ShowTyping.State.RECORDING
            : ShowTyping.State.COMPOSING;
    return Optional.of(
        new Typing(
            key, ShowTyping.stanza(outgoing.to(), shown, state, turn), outgoing.plan().typing()));
  }

  /** What a message that is prepared does not wait for any more. */
  static List<Change> over(OutgoingMessage outgoing) {
    return SendTimeKey.of(outgoing).stream().<Change>map(Change.Remove::new).toList();
  }

  /** What follows from it. */
  static Outcome decide(BeforeSending before, Work<Prepare> work, Turn turn) {
    String id = work.input().messageId();
    return switch (before) {
      case Expired(Carried carried, Optional<String> next) -> {
        Outcome.Builder outcome =
            Outcome.builder()
                .add(SendProgress.to(carried, MessageStatus.EXPIRED, Optional.of(EXPIRED), turn));
        next.ifPresent(other -> outcome.effect(new Effect.Enqueue(new Prepare(other))));
        yield outcome.build();
      }
      // Every log-in prepares what is queued.
      case Typing _, Shown _ when !turn.connection().online() -> Outcome.nothing();
      case Typing(TypingShownKey key, Node stanza, Duration lasting) ->
          Outcome.builder()
              .change(new Change.Put<>(key, new TypingShownKey.Shown(id, turn.now().plus(lasting))))
              .effect(new Effect.Send(stanza))
              .effect(new Effect.Schedule("prepare-" + id, new Prepare(id), lasting))
              .build();
      case Shown(Instant until) ->
          Outcome.builder()
              .effect(
                  new Effect.Schedule(
                      "prepare-" + id, new Prepare(id), Duration.between(turn.now(), until)))
              .build();
    };
  }
}
