package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.observed.StatefulSetView;
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

/** Lets sessions be restarted a few at a time, and calls those whose turn it is. */
final class Rollouts {

  private final SessionCaches caches;
  private final RolloutQueue queue;
  private final Clock clock;
  private final SimpleInboundEventSource<WhatsAppSession> calls =
      new SimpleInboundEventSource<>("rollout");
  private boolean looked;

  Rollouts(SessionCaches caches, RolloutQueue queue, Clock clock) {
    this.caches = caches;
    this.queue = queue;
    this.clock = clock;
  }

  /** Where sessions are called. */
  EventSource<?, WhatsAppSession> calls() {
    return calls;
  }

  /** Whether this session's pod may be restarted now; when not, it is called later. */
  boolean mayBegin(SessionNames session) {
    findOnce();
    Instant now = clock.instant();
    return queue.mayBegin(session, now) || (forgetVanished() && queue.mayBegin(session, now));
  }

  /** Looks at a session that needs no other restart now: one may be under way, or be over. */
  void follow(Situation situation) {
    SessionNames session = SessionNames.of(situation.session());
    Optional<RolloutQueue.Turn> turn = queue.turn(session);
    if (turn.isEmpty() || RolloutPolicy.over(situation, turn.get(), clock.instant())) {
      over(session);
    }
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

  /** The session's turn, if it has one, is over: those whose turn it is now are called. */
  void over(SessionNames session) {
    List<SessionNames> next = queue.over(session);
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
