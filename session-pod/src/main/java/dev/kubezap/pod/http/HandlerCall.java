package dev.kubezap.pod.http;

/** Has a handler answer, and turns what it throws into a problem. */
final class HandlerCall {
  private final FailureMapper failures;

  /**
   * @param failures names the problem of an exception that a handler threw
   */
  HandlerCall(FailureMapper failures) {
    this.failures = failures;
  }

  /** The answer, a problem document when there is no other. */
  Reply reply(Route.Handler handler, Request request) {
    try {
      return handler.handle(request);
    } catch (ProblemException e) {
      return Reply.problem(e.problem());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.problem(failures.problemOf(e));
    } catch (Exception e) {
      return Reply.problem(failures.problemOf(e));
    }
  }
}
