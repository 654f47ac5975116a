package dev.kubezap.simulator.control;

/** A request that cannot be done, with the status of its answer. */
final class ApiException extends RuntimeException {
  private final int status;

  ApiException(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
