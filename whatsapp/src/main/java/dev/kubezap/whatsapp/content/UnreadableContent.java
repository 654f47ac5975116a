package dev.kubezap.whatsapp.content;

/**
 * A message that could not be read.
 *
 * @param reason a short, stable name such as {@code no-session}
 */
public record UnreadableContent(String reason) implements Shown {
  /** What is left of a message whose content was erased: it is known, and shown to nobody. */
  public static final UnreadableContent PURGED = new UnreadableContent("purged");

  /** Whether it was erased. */
  public boolean isPurged() {
    return equals(PURGED);
  }

  @Override
  public String type() {
    return isPurged() ? "purged" : "unreadable";
  }

  @Override
  public MessageContext context() {
    return MessageContext.NONE;
  }
}
