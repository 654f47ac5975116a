package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.event.EventRecorder;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.observed.StatefulSetView;
import dev.kubezap.operator.rollout.RolloutOrder;
import dev.kubezap.operator.rollout.RolloutPolicy;
import dev.kubezap.operator.rollout.RolloutQueue;
import dev.kubezap.operator.status.Situation;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lets sessions be started and restarted a few at a time, and calls those whose turn it is. */
final class Rollouts {

  private final SessionCaches caches;
  private final RolloutQueue queue;
  private final RolloutQueue starts;
  private final EventRecorder events;
  private final boolean paused;
  private final Clock clock;
  private final SimpleInboundEventSource<WhatsAppSession> calls =
      new SimpleInboundEventSource<>("rollout");
  private final Set<SessionNames> pausedOnes = ConcurrentHashMap.newKeySet();
  private boolean looked;

  /**
   * Nothing is under way.
   *
   * @param queue those that run and are restarted
   * @param starts those that do not run and are started
   * @param paused whether nothing is restarted
   */
  Rollouts(
      SessionCaches caches,
      RolloutQueue queue,
      RolloutQueue starts,
      EventRecorder events,
      boolean paused,
      Clock clock) {
    this.caches = caches;
    this.queue = queue;
    this.starts = starts;
    this.events = events;
    this.paused = paused;
    this.clock = clock;
  }

  /** Where sessions are called. */
  EventSource<?, WhatsAppSession> calls() {
    return calls;
  }

  /**
   * Why this session's pod is not restarted now; empty when it may be. It is called when it is its
   * turn.
   *
   * @param inClass whether the session's class says that nothing is restarted
   */
  Optional<Problem> obstacle(WhatsAppSession session, boolean inClass) {
    findOnce();
    SessionNames names = SessionNames.of(session);
    Optional<Problem> pause = RolloutPolicy.pause(session, paused, inClass);
    if (pause.isPresent()) {
      pausedOnes.add(names);
      if (queue.turn(names).isEmpty()) {
        call(queue.over(names));
      }
      return pause;
    }
    pausedOnes.remove(names);
    Instant now = clock.instant();
    String rank = RolloutOrder.rank(session);
    boolean begins =
        queue.mayBegin(names, rank, now) || (forgetVanished() && queue.mayBegin(names, rank, now));
    return begins
        ? Optional.empty()
        : Optional.of(
            queue.hold(names.namespace()).map(RolloutPolicy::held).orElseGet(RolloutPolicy::waits));
  }

  /** How many sessions keep their settings because of a pause. */
  int paused() {
    return pausedOnes.size();
  }

  /** Whether this session's pod, which is not there, may be started now. */
  boolean mayStart(SessionNames session) {
    return starts.mayBegin(session, clock.instant());
  }

  /** Looks at a session that needs no other restart now: one may be under way, or be over. */
  void follow(Situation situation) {
    SessionNames session = SessionNames.of(situation.session());
    pausedOnes.remove(session);
    Optional<RolloutQueue.Turn> turn = queue.turn(session);
    if (turn.isEmpty() || RolloutPolicy.over(situation, turn.get(), clock.instant())) {
      call(queue.over(session));
    } else if (!turn.get().stuck() && RolloutPolicy.stuck(situation, turn.get(), clock.instant())) {
      stuck(situation, session);
    }
    Optional<RolloutQueue.Turn> start = starts.turn(session);
    if (start.isEmpty() || RolloutPolicy.started(situation, start.get(), clock.instant())) {
      call(starts.over(session));
    }
  }

  /** Tells it once, when it is this session by which others are held up. */
  private void stuck(Situation situation, SessionNames session) {
    boolean held = queue.hold(session.namespace()).isPresent();
    call(queue.stuck(session, RolloutPolicy.byItself(situation)));
    queue
        .hold(session.namespace())
        .filter(ignored -> !held)
        .map(RolloutPolicy::held)
        .ifPresent(
            problem -> events.warning(situation.session(), problem.reason(), problem.message()));
  }

  /** Calls those that asked together, when they had time to. */
  void callGathered() {
    call(queue.gathered(clock.instant()));
  }

  /** Has those looked at whose turn has taken long: nothing else may happen to them. */
  void lookAtLateOnes() {
    Instant now = clock.instant();
    starts
        .begunBefore(now.minus(RolloutPolicy.START_PATIENCE))
        .forEach(late -> call(starts.over(late)));
    call(queue.begunBefore(now.minus(RolloutPolicy.PATIENCE)));
  }

  /** The session is gone. */
  void forget(WhatsAppSession session) {
    over(SessionNames.of(session));
  }

  /** A resource whose finalizer somebody took away ends without a word. */
  private boolean forgetVanished() {
    List<SessionNames> vanished =
        queue.busySessions().stream()
            .filter(busy -> caches.get(StatefulSet.class, busy, busy.object()).isEmpty())
            .toList();
    vanished.forEach(this::over);
    return !vanished.isEmpty();
  }

  /** The session's turns, if it has any, are over: those whose turn it is now are called. */
  void over(SessionNames session) {
    pausedOnes.remove(session);
    call(queue.over(session));
    call(starts.over(session));
  }

  private void call(List<SessionNames> next) {
    next.forEach(
        called -> calls.propagateEvent(new ResourceID(called.session(), called.namespace())));
  }

  /** What an earlier operator began counts, too; the caches are full before anything is decided. */
  private synchronized void findOnce() {
    if (looked) {
      return;
    }
    looked = true;
    Instant now = clock.instant();
    caches
        .all(StatefulSet.class)
        .filter(set -> StatefulSetView.of(set).updating())
        .flatMap(set -> SessionNames.ofObject(set).stream())
        .forEach(session -> queue.found(session, now));
  }
}
