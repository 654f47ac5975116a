package dev.kubezap.whatsapp.signal;

import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.Hkdf;
import dev.kubezap.whatsapp.crypto.InvalidKeyException;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.PublicKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects the agreements of X3DH in their order and derives the first root key and chain. The
 * leading 32 bytes of ff keep its input apart from every encoding of a point.
 */
final class SharedSecret {
  private static final byte[] INFO = "WhisperText".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NO_SALT = new byte[32];

  private final ByteArrayOutputStream input = new ByteArrayOutputStream(5 * 32);

  SharedSecret() {
    byte[] discontinuity = new byte[32];
    Arrays.fill(discontinuity, (byte) 0xff);
    input.writeBytes(discontinuity);
  }

  SharedSecret add(KeyPair ours, PublicKey theirs) throws SignalException {
    try {
      input.writeBytes(Curve25519.agree(ours.privateKey(), theirs));
      return this;
    } catch (InvalidKeyException e) {
      throw new SignalException.InvalidKey("key cannot be agreed with", e);
    }
  }

  RootKey.WithChain derive() {
    return RootKey.WithChain.of(Hkdf.derive(input.toByteArray(), NO_SALT, INFO, 64));
  }
}
