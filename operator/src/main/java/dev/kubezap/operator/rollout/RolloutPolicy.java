package dev.kubezap.operator.rollout;

import dev.kubezap.operator.observed.PodView;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.observed.StatefulSetView;
import dev.kubezap.operator.status.Phase;
import dev.kubezap.operator.status.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Which restarts have to wait for their turn, and when one is over. Pure. */
public final class RolloutPolicy {

  /**
   * A pod that is ready but not connected for so long has troubles of its own, such as its proxy's,
   * and must not hold up the fleet.
   */
  public static final Duration PATIENCE = Duration.ofMinutes(5);

  /** How long a start has its turn at most: what takes longer holds nobody else up. */
  public static final Duration START_PATIENCE = Duration.ofMinutes(1);

  private static final Set<Phase> ON_THE_WAY =
      EnumSet.of(Phase.STARTING, Phase.PAIRING, Phase.CONNECTING, Phase.RECONNECTING);

  private RolloutPolicy() {}

  /** Whether something that works would be interrupted; what does not run can be mended at once. */
  public static boolean interrupts(Optional<PodView> pod) {
    return pod.filter(view -> view.running() && !view.terminating()).isPresent();
  }

  /**
   * Whether the next session may be restarted. A pod that does not become ready holds its turn: an
   * image that does not work stops the rollout at the first ones. A restart that was found when
   * this operator began may be of a pod that did not work before either, and holds its turn for a
   * while only.
   */
  public static boolean over(Situation situation, RolloutQueue.Turn turn, Instant now) {
    if (situation.suspended() || situation.terminating()) {
      return true;
    }
    boolean late = !now.isBefore(turn.since().plus(PATIENCE));
    boolean settled = situation.statefulSet().filter(StatefulSetView::settled).isPresent();
    boolean ready = situation.pod().filter(view -> view.ready() && !view.terminating()).isPresent();
    boolean arrived =
        situation.reportedPhase().filter(phase -> !ON_THE_WAY.contains(phase)).isPresent();
    boolean works = settled && ready;
    return (works && arrived) || (late && (works || !turn.interrupted()));
  }

  /**
   * Whether a session that is being restarted does not come back by itself: its container cannot
   * run, or is not ready after a while.
   */
  public static boolean stuck(Situation situation, RolloutQueue.Turn turn, Instant now) {
    boolean late = !now.isBefore(turn.since().plus(PATIENCE));
    boolean ready = situation.pod().filter(PodView::ready).isPresent();
    return cannotRun(situation) || (late && !ready);
  }

  /** Whether the next session may be started: this one's pod works, or will not soon. */
  public static boolean started(Situation situation, RolloutQueue.Turn turn, Instant now) {
    boolean ready = situation.pod().filter(PodView::ready).isPresent();
    return ready
        || cannotRun(situation)
        || (situation.suspended() && !situation.terminating())
        || !now.isBefore(turn.since().plus(START_PATIENCE));
  }

  private static boolean cannotRun(Situation situation) {
    return situation.pod().flatMap(PodView::obstacle).filter(Problem::blocking).isPresent();
  }

  /** Why a session is not started yet. */
  public static Problem waitsForStart() {
    return Problem.queued(
        "AwaitingStart",
        "the pod is started when it is its turn: only so many sessions are started at once");
  }

  /** Why a session still runs with its old settings. */
  public static Problem waits() {
    return Problem.queued(
        "AwaitingRollout",
        "the pod gets its new settings when it is its turn: only so many sessions are restarted at once");
  }
}
