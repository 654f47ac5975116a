package dev.kubezap.whatsapp.node;

/**
 * A stanza of the peer lacks something that its kind must have. The message names the tag and the
 * missing part, never contents.
 */
public final class MalformedStanzaException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Creates the exception; {@code message} holds no contents of the stanza. */
  public MalformedStanzaException(String message) {
    super(message);
  }
}
