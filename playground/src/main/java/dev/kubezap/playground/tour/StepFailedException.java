package dev.kubezap.playground.tour;

/** What a step waited for did not come; the message says what, how it stood, and what to read. */
final class StepFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  StepFailedException(String message) {
    super(message);
  }
}
