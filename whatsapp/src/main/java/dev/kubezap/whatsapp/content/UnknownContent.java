package dev.kubezap.whatsapp.content;

/**
 * A kind that this version does not read; it is shown by its name, and its bytes are kept.
 *
 * @param name the name of the protobuf field that holds it, such as {@code albumMessage}, or {@code
 *     field-N}
 */
public record UnknownContent(String name) implements Shown {

  @Override
  public String type() {
    return "unknown";
  }

  @Override
  public MessageContext context() {
    return MessageContext.NONE;
  }
}
