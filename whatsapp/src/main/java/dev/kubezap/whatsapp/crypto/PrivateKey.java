package dev.kubezap.whatsapp.crypto;

import com.google.protobuf.ByteString;

/**
 * A Curve25519 private key.
 *
 * @param bytes the scalar, 32 bytes little endian; the constructor clamps it as RFC 7748 section 5
 *     prescribes
 */
public record PrivateKey(ByteString bytes) {
  /** Length of {@link #bytes()}. */
  public static final int LENGTH = 32;

  /** Checks the length and clamps. */
  public PrivateKey {
    if (bytes.size() != LENGTH) {
      throw new IllegalArgumentException("private key of " + bytes.size() + " bytes, expected 32");
    }
    bytes = clamp(bytes);
  }

  /** A key from 32 bytes, which are copied and clamped. */
  public static PrivateKey of(byte[] bytes) {
    return new PrivateKey(ByteString.copyFrom(bytes));
  }

  private static ByteString clamp(ByteString scalar) {
    byte[] clamped = scalar.toByteArray();
    clamped[0] &= (byte) 0xf8;
    clamped[31] &= (byte) 0x7f;
    clamped[31] |= (byte) 0x40;
    return ByteString.copyFrom(clamped);
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "PrivateKey[hidden]";
  }
}
