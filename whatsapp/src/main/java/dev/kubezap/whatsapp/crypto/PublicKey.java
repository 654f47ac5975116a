package dev.kubezap.whatsapp.crypto;

import com.google.protobuf.ByteString;

/**
 * A Curve25519 public key.
 *
 * @param bytes the u-coordinate, 32 bytes little endian, without a type prefix
 */
public record PublicKey(ByteString bytes) {
  /** Length of {@link #bytes()}. */
  public static final int LENGTH = 32;

  /** First byte of the serialized form of a Curve25519 key; Signal knows no other type. */
  private static final byte TYPE = 0x05;

  private static final ByteString PREFIX = ByteString.copyFrom(new byte[] {TYPE});

  /** Checks the length; use {@link #parse} for what a peer sent. */
  public PublicKey {
    if (bytes.size() != LENGTH) {
      throw new IllegalArgumentException("public key of " + bytes.size() + " bytes, expected 32");
    }
  }

  /** A key from its 32 bytes. */
  public static PublicKey of(byte[] bytes) {
    return new PublicKey(ByteString.copyFrom(bytes));
  }

  /**
   * Reads a key that a peer sent, with the type prefix 05 (33 bytes) or without it (32 bytes).
   *
   * @throws InvalidKeyException for any other length or prefix
   */
  public static PublicKey parse(ByteString encoded) throws InvalidKeyException {
    if (encoded.size() == LENGTH) {
      return new PublicKey(encoded);
    }
    if (encoded.size() != LENGTH + 1) {
      throw new InvalidKeyException(
          "public key of " + encoded.size() + " bytes, expected 32, or 33 with prefix");
    }
    if (encoded.byteAt(0) != TYPE) {
      throw new InvalidKeyException("public key of unknown type " + (encoded.byteAt(0) & 0xff));
    }
    return new PublicKey(encoded.substring(1));
  }

  /** The key with its type prefix: 33 bytes, the form inside Signal messages and signatures. */
  public ByteString serialized() {
    return PREFIX.concat(bytes);
  }
}
