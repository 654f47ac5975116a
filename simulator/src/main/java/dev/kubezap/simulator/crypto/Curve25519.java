package dev.kubezap.simulator.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KeyAgreement;

/** X25519 with the JDK's implementation. */
public final class Curve25519 {
  private static final Bytes BASE = Bytes.concat(Bytes.of((byte) 9), Bytes.of(new byte[31]));

  private Curve25519() {}

  /** A new random key pair. */
  public static KeyPair generate(SecureRandom random) {
    byte[] scalar = new byte[32];
    random.nextBytes(scalar);
    return fromPrivate(Bytes.of(scalar));
  }

  /** The pair of a private key, which is clamped first. */
  public static KeyPair fromPrivate(Bytes privateKey) {
    byte[] scalar = privateKey.toArray();
    scalar[0] &= (byte) 248;
    scalar[31] &= 127;
    scalar[31] |= 64;
    Bytes clamped = Bytes.of(scalar);
    return new KeyPair(clamped, agree(clamped, BASE));
  }

  /** The shared secret of a private and a public key, both 32 bytes. */
  public static Bytes agree(Bytes privateKey, Bytes publicKey) {
    if (privateKey.size() != 32 || publicKey.size() != 32) {
      throw new IllegalArgumentException("A Curve25519 key has 32 bytes");
    }
    try {
      KeyFactory keys = KeyFactory.getInstance("X25519");
      NamedParameterSpec curve = NamedParameterSpec.X25519;
      PrivateKey ours = keys.generatePrivate(new XECPrivateKeySpec(curve, privateKey.toArray()));
      PublicKey theirs =
          keys.generatePublic(new XECPublicKeySpec(curve, littleEndian(publicKey.toArray())));
      KeyAgreement agreement = KeyAgreement.getInstance("X25519");
      agreement.init(ours);
      agreement.doPhase(theirs, true);
      return Bytes.of(agreement.generateSecret());
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("X25519 refused the public key", e);
    }
  }

  /** The number in little-endian bytes with the top bit left out. */
  static BigInteger littleEndian(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[bytes.length - 1 - i] = bytes[i];
    }
    if (bytes.length == 32) {
      reversed[0] &= 0x7f;
    }
    return new BigInteger(1, reversed);
  }

  /** 32 little-endian bytes of a number below 2^256. */
  static byte[] littleEndian(BigInteger number) {
    byte[] bigEndian = number.toByteArray();
    byte[] bytes = new byte[32];
    for (int i = 0; i < bigEndian.length && i < 32; i++) {
      bytes[i] = bigEndian[bigEndian.length - 1 - i];
    }
    return bytes;
  }
}
