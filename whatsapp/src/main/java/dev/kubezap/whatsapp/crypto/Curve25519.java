package dev.kubezap.whatsapp.crypto;

import com.google.protobuf.ByteString;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KeyAgreement;

/** Key agreement (X25519, RFC 7748) and signatures (XEdDSA) with one kind of key. */
public final class Curve25519 {
  private Curve25519() {}

  /** A new key pair from 32 random bytes. */
  public static KeyPair generate(RandomBytes random) {
    return KeyPair.of(PrivateKey.of(random.next(PrivateKey.LENGTH)));
  }

  /** The public key that belongs to a private key. */
  public static PublicKey publicKey(PrivateKey privateKey) {
    return PublicKey.of(BasePoint.multiply(privateKey.bytes().toByteArray()).montgomery());
  }

  /**
   * The shared secret, 32 bytes; feed it to a key derivation, never use it as a key.
   *
   * @throws InvalidKeyException if the secret would be zero for every private key, because the
   *     peer's point has small order
   */
  public static byte[] agree(PrivateKey ours, PublicKey theirs) throws InvalidKeyException {
    try {
      KeyFactory factory = KeyFactory.getInstance("X25519");
      KeyAgreement agreement = KeyAgreement.getInstance("X25519");
      agreement.init(
          factory.generatePrivate(
              new XECPrivateKeySpec(NamedParameterSpec.X25519, ours.bytes().toByteArray())));
      agreement.doPhase(
          factory.generatePublic(
              new XECPublicKeySpec(NamedParameterSpec.X25519, coordinate(theirs))),
          true);
      return agreement.generateSecret();
    } catch (java.security.InvalidKeyException e) {
      throw new InvalidKeyException("public key has small order");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks X25519", e);
    }
  }

  /** The unsigned number of the coordinate; RFC 7748 section 5 ignores its highest bit. */
  private static BigInteger coordinate(PublicKey key) {
    byte[] bigEndian = new byte[PublicKey.LENGTH];
    for (int i = 0; i < bigEndian.length; i++) {
      bigEndian[i] = key.bytes().byteAt(bigEndian.length - 1 - i);
    }
    bigEndian[0] &= 0x7f;
    return new BigInteger(1, bigEndian);
  }

  /** Signs a message: 64 bytes that {@link #verify} accepts. Draws 64 random bytes. */
  public static ByteString sign(PrivateKey privateKey, ByteString message, RandomBytes random) {
    return XEdDsa.sign(privateKey, message, random);
  }

  /**
   * Whether the holder of the key signed the message. Anything malformed, a signature of another
   * length or a key of small order included, is simply not a valid signature.
   */
  public static boolean verify(PublicKey publicKey, ByteString message, ByteString signature) {
    return XEdDsa.verify(publicKey, message, signature);
  }
}
