package dev.kubezap.pod.ownership;

/** Why a lease is no longer ours, or no longer believed to be. */
public sealed interface LeaseLoss {
  /**
   * Another owner, or a commit of ours that we did not know, stands in the row; or the row is gone.
   */
  record Fenced() implements LeaseLoss {}

  /**
   * The row may be there, and this role is not shown it: a policy is missing. Says nothing of other
   * owners.
   *
   * @param tables whose rows are hidden
   */
  record RowsHidden(String tables) implements LeaseLoss {}

  /** No renewal came through before our own deadline. */
  record DeadlinePassed() implements LeaseLoss {}

  /**
   * A COMMIT was sent and its answer never came: what is stored is unknown until the lease is
   * acquired anew.
   *
   * @param cause the driver's error or the server's warning, without data
   */
  record OutcomeUnknown(String cause) implements LeaseLoss {}

  /**
   * Its epoch was given before: the database forgot what came after, and so may the state that was
   * read under this lease.
   *
   * @param known the highest epoch that is known to have been given
   */
  record GivenBefore(long known) implements LeaseLoss {}

  /** We gave it back. */
  record Released() implements LeaseLoss {}
}
