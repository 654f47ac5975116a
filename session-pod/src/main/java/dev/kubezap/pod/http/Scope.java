package dev.kubezap.pod.http;

import java.util.Locale;

/** What a key may do. {@code ADMIN} includes every other. */
public enum Scope {
  /** Read the session, messages, chats and events. */
  READ,
  /** Send messages and mark them read. */
  SEND,
  /** Pair, reconnect, log out, work with webhooks. */
  MANAGE,
  ADMIN;

  /** The name on every surface, such as {@code read}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
