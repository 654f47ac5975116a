package dev.kubezap.operator.deletion;

import java.time.Duration;
import java.time.Instant;

/**
 * Decides how a session is removed: log out, stop, erase, in this order, each bounded. Stateless:
 * an operator that starts anew in the middle goes on, since a StatefulSet that is gone tells that
 * logging out is over. Pure.
 */
public final class RemovalPolicy {

  /** The pod's grace period and as much again; a node that is gone ends no pod. */
  static final Duration END_PATIENCE = Duration.ofSeconds(60);

  private RemovalPolicy() {}

  /**
   * The next step.
   *
   * @param logOutPatience how long a log-out is tried
   */
  public static RemovalStep next(RemovalView view, Duration logOutPatience, Instant now) {
    if (RemovalView.standing(view.statefulSet())) {
      return view.keeps()
          ? new RemovalStep.StopPod(false)
          : towardsLogOut(view, logOutPatience, now);
    }
    boolean podThere = view.pod().isPresent();
    Instant ending = view.seen().ending().orElse(now);
    if (podThere && now.isBefore(ending.plus(END_PATIENCE))) {
      return new RemovalStep.AwaitEnd();
    }
    return view.keeps() ? new RemovalStep.Keep() : new RemovalStep.Erase(podThere);
  }

  private static RemovalStep towardsLogOut(RemovalView view, Duration patience, Instant now) {
    if (!view.mayBeLinked()) {
      return new RemovalStep.StopPod(false);
    }
    if (!now.isBefore(view.seen().since().plus(patience))) {
      return new RemovalStep.StopPod(true);
    }
    if (view.podReady()) {
      return new RemovalStep.LogOut();
    }
    boolean stopped = view.statefulSet().filter(set -> set.replicas() == 0).isPresent();
    return stopped ? new RemovalStep.StartPod() : new RemovalStep.AwaitPod();
  }
}
