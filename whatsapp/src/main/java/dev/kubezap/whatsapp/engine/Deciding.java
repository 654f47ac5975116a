package dev.kubezap.whatsapp.engine;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.engine.Router.Routed;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeEncoder;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Wanted;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds the step for an input and lets it decide; sets aside what it cannot decide. */
final class Deciding {
  private static final int ERROR_LENGTH = 300;

  private final Router router;
  private final RandomBytes random;

  Deciding(Router router, RandomBytes random) {
    this.router = router;
    this.random = random;
  }

  /**
   * What decisions may use at this time.
   *
   * @param offlineStanzas how many stanzas that had waited at the server were decided about before
   */
  Turn turn(Instant now, SessionState session, long offlineStanzas) {
    return new Turn(
        now, random, session.identity(), session.link(), offlineStanzas, session.behaviour());
  }

  /** Whether an input is a stanza that had waited at the server. */
  static boolean isOffline(Pending pending) {
    return pending.work().input() instanceof Node stanza && stanza.attribute("offline").isPresent();
  }

  /** What an input is called when it was not routed. */
  static String name(Pending pending) {
    Object input = pending.work().input();
    return input instanceof Node stanza ? stanza.tag() : input.getClass().getSimpleName();
  }

  /**
   * What deciding about an input will ask the state for.
   *
   * @throws StoreUnavailableException when the state could not be read
   */
  Wanted wanted(Pending pending, StateReader state, Turn turn) {
    Optional<Routed> routed = router.route(pending.work().input());
    try {
      return routed
          .map(to -> to.handler().wanted(pending.work(), state, turn))
          .orElse(Wanted.NOTHING);
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      // Deciding meets the same fault and sets the input aside.
      return Wanted.NOTHING;
    }
  }

  /**
   * Decides about one input.
   *
   * @throws StoreUnavailableException when its state could not be read
   */
  Decided decide(Pending pending, StateReader state, SessionState session, Turn turn) {
    Object input = pending.work().input();
    Optional<Routed> routed = router.route(input);
    if (routed.isEmpty()) {
      return input instanceof Node stanza
          ? new Decided(pending, "unknown", unknown(stanza), Optional.empty())
          : unhandled(pending);
    }
    String kind = routed.get().kind();
    try {
      Outcome outcome = routed.get().handler().handle(pending.work(), state, session, turn);
      return new Decided(pending, kind, outcome, Optional.empty());
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      return setAside(new Decided(pending, kind, Outcome.nothing(), Optional.of(e)), turn);
    }
  }

  private static Decided unhandled(Pending pending) {
    String kind = pending.work().input().getClass().getSimpleName();
    return new Decided(
        pending,
        kind,
        Outcome.nothing(),
        Optional.of(new IllegalStateException("no step handles " + kind)));
  }

  /** What no route wants is acknowledged as if it had been understood, and counted. */
  private static Outcome unknown(Node stanza) {
    Outcome.Builder outcome = Outcome.builder();
    Acknowledgement.of(stanza).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    return outcome.effect(new Effect.Count(stanza.tag(), "unknown")).build();
  }

  /**
   * Quarantines an input: of what was decided only the records stay, such as the ratchet step of a
   * message whose text the database refuses, the chats that a record of theirs makes one, and the
   * stanzas that were to be sent. The rest is kept with the error.
   */
  Decided setAside(Decided refused, Turn turn) {
    if (!(refused.pending().work().input() instanceof Node stanza)) {
      return new Decided(refused.pending(), refused.kind(), Outcome.nothing(), refused.fault());
    }
    Outcome.Builder outcome = Outcome.builder();
    List<ByteString> decrypted =
        refused.outcome().changes().stream()
            .filter(Change.PutMessage.class::isInstance)
            .map(change -> ((Change.PutMessage) change).message().encoded())
            .toList();
    refused.outcome().changes().stream()
        .filter(
            change ->
                change instanceof Change.Put<?>
                    || change instanceof Change.Remove
                    || change instanceof Change.MergeChats)
        .forEach(outcome::change);
    outcome.change(
        new Change.Put<>(
            new QuarantineKey(turn.newId()),
            new QuarantineKey.Entry(
                refused.kind(),
                refused.fault().map(Deciding::describe).orElse("unknown"),
                ByteString.copyFrom(NodeEncoder.encode(stanza)),
                decrypted,
                turn.now())));
    List<Effect> sends =
        refused.outcome().effects().stream().filter(Effect.Send.class::isInstance).toList();
    outcome.effects(sends);
    if (sends.isEmpty()) {
      Acknowledgement.of(stanza).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    }
    outcome.effect(new Effect.Count(refused.kind(), "quarantined"));
    return new Decided(refused.pending(), refused.kind(), outcome.build(), refused.fault());
  }

  private static String describe(RuntimeException fault) {
    String text = fault.getClass().getSimpleName() + ": " + fault.getMessage();
    return text.length() <= ERROR_LENGTH ? text : text.substring(0, ERROR_LENGTH);
  }
}
