package dev.kubezap.simulator.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/**
 * Signatures with Curve25519 keys as Signal made them before the XEdDSA specification: the sign bit
 * of the Edwards public key travels in the top bit of the last byte.
 */
public final class XEdDsa {
  private XEdDsa() {}

  /** A 64-byte signature of the message. */
  public static Bytes sign(Bytes privateKey, Bytes message, SecureRandom random) {
    byte[] noise = new byte[64];
    random.nextBytes(noise);
    BigInteger a = Curve25519.littleEndian(privateKey.toArray());
    byte[] edwardsKey = EdwardsPoint.timesBase(a).encode();
    byte[] prefix = new byte[32];
    Arrays.fill(prefix, (byte) 0xff);
    prefix[0] = (byte) 0xfe;
    Bytes seed = Bytes.concat(Bytes.of(prefix), privateKey, message, Bytes.of(noise));
    BigInteger r = scalar(Digests.sha512(seed));
    byte[] commitment = EdwardsPoint.timesBase(r).encode();
    Bytes challenge = Bytes.concat(Bytes.of(commitment), Bytes.of(edwardsKey), message);
    BigInteger h = scalar(Digests.sha512(challenge));
    byte[] response = Curve25519.littleEndian(h.multiply(a).add(r).mod(EdwardsPoint.ORDER));
    response[31] |= (byte) (edwardsKey[31] & 0x80);
    return Bytes.concat(Bytes.of(commitment), Bytes.of(response));
  }

  /** Whether the signature is one of the message by the key. */
  public static boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
    if (publicKey.size() != 32 || signature.size() != 64) {
      return false;
    }
    BigInteger u = Curve25519.littleEndian(publicKey.toArray());
    BigInteger divisor = u.add(BigInteger.ONE).mod(EdwardsPoint.P);
    if (divisor.signum() == 0) {
      return false;
    }
    BigInteger y =
        u.subtract(BigInteger.ONE).multiply(divisor.modInverse(EdwardsPoint.P)).mod(EdwardsPoint.P);
    byte[] plain = signature.toArray();
    boolean odd = (plain[63] & 0x80) != 0;
    plain[63] &= 0x7f;
    try {
      PublicKey key =
          KeyFactory.getInstance("Ed25519")
              .generatePublic(
                  new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(odd, y)));
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(message.toArray());
      return verifier.verify(plain);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static BigInteger scalar(Bytes digest) {
    return Curve25519.littleEndian(digest.toArray()).mod(EdwardsPoint.ORDER);
  }
}
