package dev.kubezap.gateway.problem;

/** Ends a request with a problem. */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** The problem is what the caller is answered. */
  public ProblemException(Problem problem) {
    // No trace: it is an answer, not a defect.
    super(problem.code() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** What the caller is answered. */
  public Problem problem() {
    return problem;
  }
}
