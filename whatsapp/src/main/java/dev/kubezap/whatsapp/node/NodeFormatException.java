package dev.kubezap.whatsapp.node;

/** Bytes of the peer that are no node, or that exceed a {@link NodeLimits limit}. */
public final class NodeFormatException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Kind kind;

  /** What is wrong with the bytes. */
  public enum Kind {
    /** The bytes end inside the node. */
    TRUNCATED,
    /** A byte has no meaning where it stands. */
    INVALID,
    /** Bytes follow the node. */
    TRAILING,
    /** The compressed form cannot be read. */
    COMPRESSION,
    /** Deeper, larger or with more parts than allowed. */
    LIMIT
  }

  NodeFormatException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** What is wrong with the bytes. */
  public Kind kind() {
    return kind;
  }
}
