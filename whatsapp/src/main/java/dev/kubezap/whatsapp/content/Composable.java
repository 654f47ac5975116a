package dev.kubezap.whatsapp.content;

/** A message of its own that can be sent, with whatever messages may carry. */
public interface Composable extends Shown, Sendable {

  /** The same content with another context, such as that of a forwarded message. */
  Composable with(MessageContext context);
}
