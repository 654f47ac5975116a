package dev.kubezap.whatsapp.content;

/**
 * What a message says. Implementations are immutable and hide texts and keys in {@code toString}.
 */
public interface Content {

  /** The name of the kind as the API gives it, such as {@code text}; at most 32 characters. */
  String type();
}
