package dev.kubezap.operator.rollout;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.observed.PodView;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.observed.StatefulSetView;
import dev.kubezap.operator.status.Phase;
import dev.kubezap.operator.status.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

  /** Annotation of a session: {@code paused} or {@code go}, whatever its class or operator says. */
  public static final String ANNOTATION = "kubezap.dev/rollout";

  /** How many sessions a sentence names. */
  private static final int NAMED = 3;

  private RolloutPolicy() {}

  /**
   * Why a session keeps its old settings until somebody says otherwise; empty when it does not.
   *
   * @param everywhere whether the operator restarts nothing
   * @param inClass whether the session's class says so
   */
  public static Optional<Problem> pause(
      WhatsAppSession session, boolean everywhere, boolean inClass) {
    String own =
        Objects.requireNonNullElse(session.getMetadata().getAnnotations(), Map.<String, String>of())
            .getOrDefault(ANNOTATION, "");
    if (own.equals("go")) {
      return Optional.empty();
    }
    String by =
        own.equals("paused")
            ? "its annotation " + ANNOTATION
            : inClass ? "its class" : everywhere ? "KUBEZAP_ROLLOUT_PAUSED of the operator" : "";
    return by.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Problem.queued(
                "RolloutPaused",
                "the pod keeps its settings until the pause ends that "
                    + by
                    + " says; the annotation "
                    + ANNOTATION
                    + "=go lets this session through"));
  }

  /** Whether why it does not come back may be an image that is this session's own. */
  public static boolean byItself(Situation situation) {
    return situation.session().getSpec().image() != null;
  }

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

  /** Why nobody is restarted any more, and who has to be mended first. */
  public static Problem held(List<SessionNames> stuck) {
    return Problem.queued(
        "RolloutHeld",
        "sessions do not come back with their new settings, so that no others are restarted: "
            + stuck.stream()
                .limit(NAMED)
                .map(session -> session.namespace() + "/" + session.session())
                .collect(Collectors.joining(", "))
            + (stuck.size() > NAMED ? " and " + (stuck.size() - NAMED) + " more" : "")
            + "; mend what their condition Stalled names, or take the change back");
  }

  /** Why a session still runs with its old settings. */
  public static Problem waits() {
    return Problem.queued(
        "AwaitingRollout",
        "the pod gets its new settings when it is its turn: only so many sessions are restarted at once");
  }
}
