package dev.kubezap.gateway.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do, the same as at a session pod. {@code ADMIN} includes every other. */
public enum Scope {
  /** Read sessions, messages, chats and events. */
  READ,
  /** Send messages and mark them read. */
  SEND,
  /** Make, change, start, stop, pair and log out sessions; work with webhooks. */
  MANAGE,
  /** Everything, deleting and erasing among it. */
  ADMIN;

  /** The name on every surface, such as {@code read}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scope of a name; empty when there is none. */
  public static Optional<Scope> of(String text) {
    return Arrays.stream(values()).filter(scope -> scope.text().equals(text)).findFirst();
  }
}
