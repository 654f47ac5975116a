package dev.kubezap.pod.json;

/** The bytes are not one JSON document. The message completes "The document is not JSON: ". */
public final class MalformedJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedJsonException(String message) {
    super(message);
  }
}
