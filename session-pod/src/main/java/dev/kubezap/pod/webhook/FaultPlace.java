package dev.kubezap.pod.webhook;

/** Tells a defect to the log. */
final class FaultPlace {
  private FaultPlace() {}

  /** What was thrown and where, without its message, which may quote the URL. */
  static String of(Throwable fault) {
    StackTraceElement[] stack = fault.getStackTrace();
    return fault.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
  }
}
