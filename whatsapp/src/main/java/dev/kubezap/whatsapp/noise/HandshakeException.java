package dev.kubezap.whatsapp.noise;

/** The handshake cannot go on; the connection is closed and nothing else changes. */
public final class HandshakeException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What stopped the handshake. */
  public enum Kind {
    /** The server's message is not a server hello. */
    MALFORMED,
    /** A part of it was not encrypted by who holds the key. */
    UNAUTHENTIC,
    /** The server's certificate does not lead to the trusted root, or names another key. */
    UNTRUSTED,
    /** The certificate is not valid now: expired, or this machine's clock is wrong. */
    OUT_OF_DATE
  }

  HandshakeException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  HandshakeException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What stopped the handshake. */
  public Kind kind() {
    return kind;
  }
}
