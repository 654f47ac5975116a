package dev.kubezap.pod.baileys;

/** What was sent is no link that can be taken over. The message says why and what to do. */
public final class BadLinkException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong with it. */
  public enum Kind {
    /** It cannot be read, or something of it is missing. */
    UNREADABLE,
    /** It is of a device that has no link. */
    NOT_LINKED,
    /** It is more than is taken. */
    TOO_LARGE
  }

  private final Kind kind;
  private final String advice;

  public BadLinkException(Kind kind, String advice) {
    super(advice);
    this.kind = kind;
    this.advice = advice;
  }

  static BadLinkException unreadable(String message) {
    return new BadLinkException(Kind.UNREADABLE, message);
  }

  /** What is wrong with it. */
  public Kind kind() {
    return kind;
  }

  /** Why it is not taken, and what to do. */
  public String advice() {
    return advice;
  }
}
