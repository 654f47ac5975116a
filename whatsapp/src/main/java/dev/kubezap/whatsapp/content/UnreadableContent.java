package dev.kubezap.whatsapp.content;

/**
 * A message that could not be read.
 *
 * @param reason a short, stable name such as {@code no-session}
 */
public record UnreadableContent(String reason) implements Shown {

  @Override
  public String type() {
    return "unreadable";
  }

  @Override
  public MessageContext context() {
    return MessageContext.NONE;
  }
}
