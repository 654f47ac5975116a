package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.ClientMetrics;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Wanted;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.IdentityStore;
import dev.kubezap.whatsapp.store.RejectedChangeException;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Takes batches of work through gather, decide, commit and perform.
 *
 * <p>A batch is decided over what its own earlier inputs decided, stored in one commit, and only
 * then performed. What a decision puts behind it, such as preparing the message that was just
 * accepted, is decided in the same batch and so costs no commit of its own. A batch that the
 * database refuses is halved until the input at fault stands alone; every part is decided again
 * from committed state. Used by one thread.
 */
final class BatchRunner {
  private static final Logger LOG = System.getLogger(BatchRunner.class.getName());

  private final Deciding deciding;
  private final CachedState state;
  private final IdentityStore identities;
  private final Performer performer;
  private final InstantSource clock;
  private final TurnClock turns;
  private final ClientMetrics metrics;
  private final PoisonInputs poisonInputs = new PoisonInputs();
  private final BatchSplitter parts;
  private SessionState session;
  private long offlineStanzas;

  /**
   * What a batch leads to once it is committed.
   *
   * @param offlineStanzas how many stanzas that had waited at the server were decided about
   */
  private record Next(SessionState session, long offlineStanzas) {}

  BatchRunner(
      Deciding deciding,
      CachedState state,
      IdentityStore identities,
      Performer performer,
      InstantSource clock,
      ClientMetrics metrics,
      SessionState session) {
    this.deciding = deciding;
    this.state = state;
    this.identities = identities;
    this.performer = performer;
    this.clock = clock;
    this.turns = new TurnClock(clock);
    this.metrics = metrics;
    this.session = session;
    this.parts = new BatchSplitter(poisonInputs, performer, metrics);
  }

  /** What is left of the last batch. */
  BatchSplitter parts() {
    return parts;
  }

  /** Sets the state that the first batch begins with. */
  void begin(SessionState first) {
    session = first;
  }

  /**
   * Works until nothing is left.
   *
   * @throws StoreUnavailableException when the store does not answer; what is left is done by the
   *     next call
   * @throws RuntimeException when storing or performing failed unexpectedly: nobody knows what of
   *     it was done, so the session has to begin anew from what is stored
   */
  void proceed() throws FencedException {
    while (!parts.isEmpty()) {
      BatchSplitter.Part part = parts.first();
      List<Decided> decided = new ArrayList<>();
      try {
        Optional<Next> next = decided(part, decided);
        if (next.isPresent()) {
          commit(decided);
          parts.done();
          perform(decided, next.get());
          poisonInputs.clear(part.inputs());
        }
      } catch (RejectedChangeException e) {
        parts.refused(part, decided, e);
      } catch (StoreUnavailableException e) {
        throw e;
      } catch (RuntimeException e) {
        poisonInputs.add(part.inputs());
        part.inputs().forEach(pending -> performer.fail(pending, e));
        throw e;
      }
    }
  }

  /** Decides; empty when it cannot be decided together: nothing of it was stored or done then. */
  private Optional<Next> decided(BatchSplitter.Part part, List<Decided> decided) {
    try {
      return Optional.of(decide(part, decided));
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      parts.undecidable(part, e);
      return Optional.empty();
    }
  }

  private Next decide(BatchSplitter.Part part, List<Decided> decided) {
    fetch(part);
    OverlayState overlay = new OverlayState(state);
    SessionState next = session;
    long offline = offlineStanzas;
    boolean connectionGone = false;
    Deque<Pending> left = new ArrayDeque<>(part.inputs());
    int room = part.following() ? SessionTimes.BATCH_INPUTS : 0;
    while (!left.isEmpty()) {
      Pending pending = left.remove();
      boolean late = connectionGone && pending.connection() != 0;
      if (late || !performer.isPresent(pending.connection())) {
        metrics.stanza("late", "dropped");
        continue;
      }
      Turn turn = deciding.turn(turns.next(), next, offline);
      offline += Deciding.isOffline(pending) ? 1 : 0;
      Decided decision =
          part.refusal().isPresent()
              ? deciding.setAside(part.refusal().get(), turn)
              : deciding.decide(pending, overlay, next, turn);
      List<Pending> following = decision.following();
      if (!following.isEmpty() && following.size() <= room) {
        room -= following.size();
        left.addAll(following);
        decision = decision.withoutFollowing();
      }
      DecisionWithEvents announced = DecisionWithEvents.of(decision, next, turn);
      overlay.apply(announced.decided().outcome().changes());
      decided.add(announced.decided());
      next = announced.session();
      // The connection that an earlier input of this batch ends is over for the later ones too.
      connectionGone |= endsConnection(announced.decided());
    }
    return new Next(next, offline);
  }

  /** One round trip for all instead of some for each. */
  private void fetch(BatchSplitter.Part part) {
    Turn turn = deciding.turn(clock.instant(), session, offlineStanzas);
    List<Wanted> wanted = new ArrayList<>();
    for (Pending pending : part.inputs()) {
      if (performer.isPresent(pending.connection())) {
        wanted.add(deciding.wanted(pending, state, turn));
      }
    }
    try {
      state.fetch(wanted);
    } catch (StoredStateException e) {
      // The input that needs the damaged record reads it again, and is set aside alone.
      LOG.log(Level.WARNING, "a batch could not be read at once", e);
    }
  }

  private static boolean endsConnection(Decided decided) {
    return decided.outcome().effects().stream()
        .anyMatch(
            effect -> effect instanceof Effect.Disconnect || effect instanceof Effect.Connect);
  }

  private void commit(List<Decided> decided) throws FencedException {
    List<Change> changes = new ArrayList<>();
    for (Decided decision : decided) {
      for (Effect effect : decision.outcome().effects()) {
        if (effect instanceof Effect.SaveIdentity(DeviceIdentity identity)) {
          identities.save(identity);
        }
      }
      changes.addAll(decision.outcome().changes());
    }
    if (!changes.isEmpty()) {
      Instant begun = clock.instant();
      state.commit(changes);
      metrics.commit(decided.size(), Duration.between(begun, clock.instant()));
    }
    if (decided.stream()
        .flatMap(decision -> decision.outcome().effects().stream())
        .anyMatch(Effect.EraseIdentity.class::isInstance)) {
      // Before anybody is told that the device is forgotten.
      identities.erase();
    }
  }

  private void perform(List<Decided> decided, Next next) {
    boolean rows =
        decided.stream()
            .flatMap(decision -> decision.outcome().changes().stream())
            .anyMatch(
                change ->
                    change instanceof Change.Append
                        || change instanceof Change.PutMessage
                        || change instanceof Change.MoveMessage);
    session = next.session();
    offlineStanzas = next.offlineStanzas();
    performer.publish(session, rows);
    performer.together(() -> decided.forEach(this::perform));
  }

  private void perform(Decided decision) {
    Pending origin = decision.pending();
    for (Effect effect : decision.outcome().effects()) {
      try {
        performer.perform(origin, effect);
      } catch (RuntimeException e) {
        // An effect may be lost: what must not be is stored. The session goes on.
        LOG.log(Level.ERROR, "could not perform " + effect.getClass().getSimpleName(), e);
      }
    }
    decision.outcome().ask().ifPresent(ask -> performer.ask(origin, ask));
    count(decision);
    decision
        .fault()
        .ifPresentOrElse(
            fault -> {
              LOG.log(Level.WARNING, "set aside: " + decision.kind(), fault);
              metrics.quarantined(decision.kind());
              performer.fail(origin, fault);
            },
            () -> {
              if (decision.outcome().ask().isEmpty()) {
                performer.finish(origin);
              }
            });
  }

  /** Counts a stanza that is done, unless its step counted it more exactly. */
  private void count(Decided decision) {
    boolean stanza = decision.pending().work().input() instanceof Node;
    boolean counted =
        decision.outcome().effects().stream().anyMatch(Effect.Count.class::isInstance);
    if (stanza && !counted && decision.outcome().ask().isEmpty()) {
      metrics.stanza(decision.kind(), "handled");
    }
  }
}
