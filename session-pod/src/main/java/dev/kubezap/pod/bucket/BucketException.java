package dev.kubezap.pod.bucket;

import java.io.IOException;

/** The bucket did not do what it was asked for. */
public final class BucketException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** There is no such object. */
    ABSENT,
    /** There is no such bucket. */
    NO_BUCKET,
    /** The keys are wrong, or may not do it. */
    REFUSED,
    /** It does not answer, or says that it cannot now. */
    UNREACHABLE,
    /** It answers what no S3 server answers. */
    STRANGE
  }

  private final Reason reason;

  /** With a sentence that holds neither key nor signature. */
  public BucketException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** The same with what led to it. */
  public BucketException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
