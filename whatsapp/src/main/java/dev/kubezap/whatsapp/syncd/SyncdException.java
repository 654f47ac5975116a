package dev.kubezap.whatsapp.syncd;

import com.google.protobuf.ByteString;

/** A collection cannot be read. */
public abstract sealed class SyncdException extends Exception {
  private static final long serialVersionUID = 1L;

  private SyncdException(String message) {
    super(message);
  }

  /** It is encrypted under a key that is not at hand. */
  public static final class MissingKey extends SyncdException {
    private static final long serialVersionUID = 1L;

    private final ByteString id;

    MissingKey(ByteString id) {
      super("a key is missing");
      this.id = id;
    }

    /** The key's id. */
    public ByteString id() {
      return id;
    }
  }

  /** It is not what its codes say, or not in its form. */
  public static final class Wrong extends SyncdException {
    private static final long serialVersionUID = 1L;

    Wrong(String what) {
      super(what);
    }
  }

  /** It has another form. */
  public static SyncdException malformed() {
    return new Wrong("it is not in its form");
  }
}
