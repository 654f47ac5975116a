package dev.kubezap.operator.deletion;

/** The next thing to do for a session that is being deleted. */
public sealed interface RemovalStep {

  /** Start the pod of a suspended session, so that it can log out. */
  record StartPod() implements RemovalStep {}

  /** Wait for the pod that is to log out. */
  record AwaitPod() implements RemovalStep {}

  /** Ask the pod to log out. */
  record LogOut() implements RemovalStep {}

  /**
   * Delete the StatefulSet.
   *
   * @param stillLinked whether the log-out was given up
   */
  record StopPod(boolean stillLinked) implements RemovalStep {}

  /** Wait until the pod has ended. */
  record AwaitEnd() implements RemovalStep {}

  /**
   * Erase rows, volume and keys.
   *
   * @param podStillThere whether the pod's end was waited for in vain
   */
  record Erase(boolean podStillThere) implements RemovalStep {}

  /** Let go of the resource and keep its data. */
  record Keep() implements RemovalStep {}
}
