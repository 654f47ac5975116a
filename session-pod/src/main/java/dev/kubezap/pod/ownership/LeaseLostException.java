package dev.kubezap.pod.ownership;

/**
 * The work was not known to be stored, because the lease is not ours any more. Whoever holds cached
 * state drops it.
 */
public final class LeaseLostException extends Exception {
  private final transient LeaseLoss loss;

  LeaseLostException(LeaseLoss loss) {
    super("the lease is lost: " + loss);
    this.loss = loss;
  }

  /** Why. */
  public LeaseLoss loss() {
    return loss;
  }
}
