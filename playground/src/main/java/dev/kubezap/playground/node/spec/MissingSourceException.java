package dev.kubezap.playground.node.spec;

/** Something that a pod refers to is not there (yet); the message names it. */
public final class MissingSourceException extends Exception {

  private static final long serialVersionUID = 1L;

  /** With a sentence that names what is missing. */
  public MissingSourceException(String message) {
    super(message);
  }
}
