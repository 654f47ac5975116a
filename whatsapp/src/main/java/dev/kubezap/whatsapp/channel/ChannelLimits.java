package dev.kubezap.whatsapp.channel;

/** What the service takes at most (PROTOCOL-2026 7, limits: as of groups). */
public final class ChannelLimits {
  /** Characters of a name. */
  public static final int NAME = 100;

  /** Characters of a description. */
  public static final int DESCRIPTION = 2048;

  private ChannelLimits() {}
}
