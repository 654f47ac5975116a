package dev.kubezap.pod.server;

import java.io.IOException;

/** A request that breaks the rules of HTTP or a limit; its connection is not used again. */
public final class RefusedRequestException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String detail;

  RefusedRequestException(int status, String detail) {
    super(detail);
    this.status = status;
    this.detail = detail;
  }

  /** The HTTP status that says so. */
  public int status() {
    return status;
  }

  /** What to do about it; says nothing of the request's content. */
  public String detail() {
    return detail;
  }
}
