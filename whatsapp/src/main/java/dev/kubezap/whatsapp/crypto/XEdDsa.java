package dev.kubezap.whatsapp.crypto;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * XEdDSA (Signal's "The XEdDSA and VXEdDSA Signature Schemes") in the older layout that Signal and
 * WhatsApp have on the wire: the private key is not negated to make the sign of its Edwards point
 * zero; instead the sign travels in bit 7 of the last byte of the signature.
 */
final class XEdDsa {
  private static final int SIGNATURE_LENGTH = 64;
  private static final int RANDOM_LENGTH = 64;

  /** hash1 of the specification: 2^256 - 1 - 1 in little endian, which is no encoded point. */
  private static final byte[] NONCE_PREFIX = noncePrefix();

  private XEdDsa() {}

  private static byte[] noncePrefix() {
    byte[] prefix = new byte[32];
    Arrays.fill(prefix, (byte) 0xff);
    prefix[0] = (byte) 0xfe;
    return prefix;
  }

  static ByteString sign(PrivateKey privateKey, ByteString message, RandomBytes random) {
    byte[] scalar = privateKey.bytes().toByteArray();
    byte[] text = message.toByteArray();
    byte[] point = BasePoint.multiply(scalar).encode();
    byte[] nonce = Scalar.reduce(sha512(NONCE_PREFIX, scalar, text, random.next(RANDOM_LENGTH)));
    byte[] commitment = BasePoint.multiply(nonce).encode();
    byte[] challenge = Scalar.reduce(sha512(commitment, point, text));
    byte[] response = Scalar.multiplyAdd(challenge, scalar, nonce);
    byte[] signature = Arrays.copyOf(commitment, SIGNATURE_LENGTH);
    System.arraycopy(response, 0, signature, 32, 32);
    signature[63] |= (byte) (point[31] & 0x80);
    return ByteString.copyFrom(signature);
  }

  static boolean verify(PublicKey publicKey, ByteString message, ByteString signature) {
    if (signature.size() != SIGNATURE_LENGTH) {
      return false;
    }
    byte[] commitment = signature.substring(0, 32).toByteArray();
    byte[] response = signature.substring(32).toByteArray();
    int sign = (response[31] >> 7) & 1;
    response[31] &= 0x7f;
    Optional<EdwardsPoint> signer = edwards(publicKey, sign);
    if (signer.isEmpty() || !Scalar.isCanonical(response) || signer.get().hasSmallOrder()) {
      return false;
    }
    byte[] challenge =
        Scalar.reduce(sha512(commitment, signer.get().encode(), message.toByteArray()));
    EdwardsPoint expected =
        BasePoint.multiply(response).add(signer.get().negate().multiplyPublic(challenge).addend());
    return Arrays.equals(expected.encode(), commitment);
  }

  /** The point of the Edwards curve with y = (u - 1) / (u + 1). */
  private static Optional<EdwardsPoint> edwards(PublicKey key, int sign) {
    FieldElement u = FieldElement.decode(key.bytes().toByteArray());
    FieldElement y = u.subtract(FieldElement.ONE).multiply(u.add(FieldElement.ONE).invert());
    return EdwardsPoint.fromY(y, sign);
  }

  private static byte[] sha512(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-512", e);
    }
  }
}
