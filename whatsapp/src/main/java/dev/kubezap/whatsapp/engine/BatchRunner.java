package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.ClientMetrics;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Wanted;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.IdentityStore;
import dev.kubezap.whatsapp.store.RejectedChangeException;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
  private final Deque<Part> parts = new ArrayDeque<>();
  private SessionState session;

  /**
   * Inputs to be committed together.
   *
   * @param refusal what the database refused of the only input, when it stands alone
   * @param following whether work that they put behind them is decided with them
   */
  private record Part(List<Pending> inputs, Optional<Decided> refusal, boolean following) {
    static Part of(List<Pending> inputs) {
      return new Part(inputs, Optional.empty(), true);
    }
  }

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
  }

  /** Sets the state that the first batch begins with. */
  void begin(SessionState first) {
    session = first;
  }

  /** Whether work is left of the last batch. */
  boolean isBusy() {
    return !parts.isEmpty();
  }

  /** Takes a batch; {@link #proceed} works on it. */
  void accept(List<Pending> batch) {
    if (!batch.isEmpty()) {
      parts.add(Part.of(batch));
    }
  }

  /**
   * Gives up the callers of work that is left, whose answer nobody can wait for any longer; the
   * rest stays.
   */
  void abandonCallers(RuntimeException cause) {
    List<Part> left = new ArrayList<>();
    for (Part part : parts) {
      part.inputs().forEach(pending -> performer.fail(pending, cause));
      List<Pending> inputs =
          part.inputs().stream().filter(pending -> pending.caller().isEmpty()).toList();
      if (!inputs.isEmpty()) {
        left.add(new Part(inputs, part.refusal(), part.following()));
      }
    }
    parts.clear();
    parts.addAll(left);
  }

  /**
   * Works until nothing is left.
   *
   * @throws StoreUnavailableException when the store does not answer; what is left is done by the
   *     next call
   */
  void proceed() throws FencedException {
    while (!parts.isEmpty()) {
      Part part = parts.element();
      List<Decided> decided = new ArrayList<>();
      try {
        SessionState next = decide(part, decided);
        commit(decided);
        parts.remove();
        perform(decided, next);
      } catch (RejectedChangeException e) {
        parts.remove();
        split(part, decided, e);
      }
    }
  }

  private SessionState decide(Part part, List<Decided> decided) {
    fetch(part);
    OverlayState overlay = new OverlayState(state);
    SessionState next = session;
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
      Turn turn = deciding.turn(turns.next(), next);
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
      Announced announced = Announced.of(decision, next, turn);
      overlay.apply(announced.decided().outcome().changes());
      decided.add(announced.decided());
      next = announced.session();
      // The connection that an earlier input of this batch ends is over for the later ones too.
      connectionGone |= endsConnection(announced.decided());
    }
    return next;
  }

  /** One round trip for all instead of some for each. */
  private void fetch(Part part) {
    Turn turn = deciding.turn(clock.instant(), session);
    List<Wanted> wanted = new ArrayList<>();
    for (Pending pending : part.inputs()) {
      if (performer.isPresent(pending.connection())) {
        wanted.add(deciding.wanted(pending, state, turn));
      }
    }
    state.fetch(wanted);
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

  private void perform(List<Decided> decided, SessionState next) {
    boolean rows =
        decided.stream()
            .flatMap(decision -> decision.outcome().changes().stream())
            .anyMatch(
                change ->
                    change instanceof Change.Append
                        || change instanceof Change.PutMessage
                        || change instanceof Change.MoveMessage);
    session = next;
    performer.publish(next, rows);
    for (Decided decision : decided) {
      perform(decision);
    }
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

  /**
   * Halves a refused part; an input that was refused alone is set aside, at last without its
   * changes.
   */
  private void split(Part part, List<Decided> decided, RejectedChangeException cause) {
    // Those of the part itself, without what followed them; two may look the same.
    Set<Pending> own = Collections.newSetFromMap(new IdentityHashMap<>());
    own.addAll(part.inputs());
    List<Pending> inputs = decided.stream().map(Decided::pending).filter(own::contains).toList();
    if (inputs.size() > 1) {
      int half = inputs.size() / 2;
      parts.addFirst(new Part(inputs.subList(half, inputs.size()), Optional.empty(), true));
      parts.addFirst(new Part(inputs.subList(0, half), Optional.empty(), true));
      return;
    }
    if (decided.size() > inputs.size()) {
      // What follows the input may be what was refused, so each is stored by itself.
      parts.addFirst(new Part(inputs, Optional.empty(), false));
      return;
    }
    Decided refused = decided.getFirst();
    if (part.refusal().filter(before -> before.outcome().equals(Outcome.nothing())).isPresent()) {
      // Not even the quarantine could be stored, so only the caller and the metrics hear of it.
      metrics.quarantined(refused.kind());
      performer.fail(refused.pending(), cause);
      return;
    }
    Outcome kept = part.refusal().isEmpty() ? refused.outcome() : Outcome.nothing();
    Decided alone = new Decided(refused.pending(), refused.kind(), kept, Optional.of(cause));
    parts.addFirst(new Part(part.inputs(), Optional.of(alone), false));
  }
}
