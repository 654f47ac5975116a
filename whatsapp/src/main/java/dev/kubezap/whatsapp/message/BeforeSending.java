package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.message.PrepareSend.Prepare;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.SendPlan;
import dev.kubezap.whatsapp.model.StoredMessage;
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
 * What comes between a message's turn and its encryption: its time has run out, the session's pace
 * holds it back, or its chat is shown first that this account types.
 */
sealed interface BeforeSending {
  int MOST_COUNTED = 200;

  /** Of simulated typing. */
  Duration PAUSE = Duration.ofSeconds(1);

  Duration PER_CHARACTER = Duration.ofMillis(40);
  Duration LONGEST = Duration.ofSeconds(10);

  /** Why a message that waited too long failed. */
  MessageFailure EXPIRED =
      new MessageFailure(
          "expired", OptionalInt.empty(), "It was not sent in the time that it was given.");

  /**
   * Its time has run out.
   *
   * @param next what comes after it in the same chat
   */
  record Expired(OutgoingContent outgoingContent, Optional<String> next) implements BeforeSending {}

  /**
   * Its chat is to be shown that this account types.
   *
   * @param stanza shows it
   */
  record Typing(TypingShownKey key, Node stanza, Duration lasting) implements BeforeSending {}

  /** The chat is being shown it. */
  record Shown(Instant until) implements BeforeSending {}

  /**
   * The session's pace holds it back.
   *
   * @param oldest what has waited longest
   * @param waiting how many wait, at most {@link #MOST_COUNTED}
   */
  record Paced(Instant until, Optional<String> oldest, int waiting) implements BeforeSending {}

  /**
   * It begins a chat, and enough were begun lately.
   *
   * @param next what comes after it in the same chat
   */
  record BeginsChat(OutgoingMessage outgoing, Instant until, Optional<String> next)
      implements BeforeSending {}

  /** What comes first; empty when it can be encrypted now. */
  static Optional<BeforeSending> read(
      OutgoingContent outgoingContent,
      OutgoingMessage outgoing,
      SendAllowance allowance,
      Optional<String> next,
      StateReader state,
      Turn turn) {
    Optional<BeforeSending> held =
        allowance
            .held(turn)
            .<BeforeSending>map(until -> new BeginsChat(outgoing, until, next))
            .or(() -> paced(allowance, state, turn));
    return held.isPresent() ? held : typing(outgoingContent, outgoing, state, turn);
  }

  private static Optional<BeforeSending> paced(
      SendAllowance allowance, StateReader state, Turn turn) {
    return allowance
        .paced(turn)
        .map(
            until -> {
              List<QueuedMessage> waiting = state.queued(MOST_COUNTED);
              return new Paced(
                  until, waiting.stream().findFirst().map(QueuedMessage::id), waiting.size());
            });
  }

  private static Optional<BeforeSending> typing(
      OutgoingContent outgoingContent, OutgoingMessage outgoing, StateReader state, Turn turn) {
    Duration lasting = lasting(outgoingContent, outgoing, turn);
    boolean sees = outgoing.to().isUser() || outgoing.to().isGroup();
    if (!sees || !lasting.isPositive()) {
      return Optional.empty();
    }
    TypingShownKey key = new TypingShownKey(outgoingContent.chat());
    Optional<Instant> until =
        state
            .read(key)
            .filter(shown -> shown.messageId().equals(outgoingContent.id()))
            .map(TypingShownKey.Shown::until);
    if (until.isPresent()) {
      return until.filter(time -> time.isAfter(turn.now())).map(Shown::new);
    }
    ShowTyping.State shown =
        outgoingContent.message().type().equals("voice")
            ? ShowTyping.State.RECORDING
            : ShowTyping.State.COMPOSING;
    return Optional.of(
        new Typing(key, ShowTyping.stanza(outgoing.to(), shown, state, turn), lasting));
  }

  /** As long as it was asked for, or as it may take to type the text. */
  private static Duration lasting(
      OutgoingContent outgoingContent, OutgoingMessage outgoing, Turn turn) {
    if (!outgoing.to().isUser() && !outgoing.to().isGroup()) {
      // Nobody sees it in the status feed, or in a channel.
      return Duration.ZERO;
    }
    Duration asked = outgoing.plan().typing();
    if (asked.isPositive()
        || !turn.behaviour().simulatesTyping()
        || !(outgoingContent instanceof OutgoingContent.ChatMessage(StoredMessage message))
        || !(message.content() instanceof TextContent text)) {
      return asked;
    }
    Duration natural = PAUSE.plus(PER_CHARACTER.multipliedBy(text.text().length()));
    return natural.compareTo(LONGEST) < 0 ? natural : LONGEST;
  }

  /** What a message that is prepared does not wait for any more. */
  static List<Change> over(OutgoingMessage outgoing) {
    return SendTimeKey.of(outgoing).stream().<Change>map(Change.Remove::new).toList();
  }

  /** What follows from it. */
  static Outcome decide(BeforeSending before, Work<Prepare> work, Turn turn) {
    String id = work.input().messageId();
    return switch (before) {
      case Expired(OutgoingContent outgoingContent, Optional<String> next) -> {
        Outcome.Builder outcome =
            Outcome.builder()
                .add(
                    SendProgress.to(
                        outgoingContent, MessageStatus.EXPIRED, Optional.of(EXPIRED), turn));
        next.ifPresent(other -> outcome.effect(new Effect.Enqueue(new Prepare(other))));
        yield outcome.build();
      }
      // Every log-in prepares what is queued.
      case Typing _, Shown _, Paced _ when !turn.connection().online() -> Outcome.nothing();
      case Typing(TypingShownKey key, Node stanza, Duration lasting) ->
          Outcome.builder()
              .change(new Change.Put<>(key, new TypingShownKey.Shown(id, turn.now().plus(lasting))))
              .effect(new Effect.Send(stanza))
              .effect(new Effect.Schedule("prepare-" + id, new Prepare(id), lasting))
              .build();
      case Paced paced -> paced(paced, id, turn);
      case BeginsChat begins -> later(begins);
      case Shown(Instant until) ->
          Outcome.builder()
              .effect(
                  new Effect.Schedule(
                      "prepare-" + id, new Prepare(id), Duration.between(turn.now(), until)))
              .build();
    };
  }

  /**
   * What has waited longest is tried at that time. Everything else is tried again by itself, spread
   * over the time that all of it takes, so that nothing depends on another message's fate.
   */
  private static Outcome paced(Paced paced, String id, Turn turn) {
    Duration left = Duration.between(turn.now(), paced.until());
    Duration distance = SendPaceKey.distance(turn.behaviour().pace());
    int places = 1 + Math.floorMod(turn.random().next(1)[0], Math.max(1, paced.waiting()));
    Outcome.Builder outcome =
        Outcome.builder()
            .effect(
                new Effect.Schedule(
                    "prepare-" + id, new Prepare(id), left.plus(distance.multipliedBy(places))));
    paced
        .oldest()
        .ifPresent(
            oldest -> outcome.effect(new Effect.Schedule("send-pace", new Prepare(oldest), left)));
    return outcome.build();
  }

  private static Outcome later(BeginsChat begins) {
    OutgoingMessage outgoing = begins.outgoing();
    SendPlan plan = outgoing.plan();
    OutgoingMessage delayed =
        outgoing.planned(new SendPlan(Optional.of(begins.until()), plan.notAfter(), plan.typing()));
    Outcome.Builder outcome =
        Outcome.builder()
            .change(new Change.LeaveQueue(outgoing.messageId()))
            .change(new Change.PutOutgoing(delayed));
    SendTimeKey.of(delayed).forEach(time -> outcome.change(new Change.Put<>(time, true)));
    outcome.effect(new Effect.Enqueue(new DueSends.Now()));
    begins.next().ifPresent(next -> outcome.effect(new Effect.Enqueue(new Prepare(next))));
    return outcome.build();
  }
}
