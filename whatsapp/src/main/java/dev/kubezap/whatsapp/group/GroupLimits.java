package dev.kubezap.whatsapp.group;

/** What the service takes at most (PROTOCOL-2026 7, limits). */
public final class GroupLimits {
  /** Characters of a subject. */
  public static final int SUBJECT = 100;

  /** Characters of a description. */
  public static final int DESCRIPTION = 2048;

  /** Participants of one request. */
  public static final int PARTICIPANTS = 256;

  private GroupLimits() {}
}
