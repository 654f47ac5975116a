package dev.kubezap.whatsapp.noise;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.proto.CertChain;
import dev.kubezap.whatsapp.proto.CertChain.NoiseCertificate;
import dev.kubezap.whatsapp.proto.CertChain.NoiseCertificate.Details;
import java.time.Instant;

/**
 * Who the server is: a leaf certificate for its static key, signed by an intermediate one, signed
 * by the root that the client carries. Every link is checked, and both periods of validity.
 */
final class CertificateChain {

  /** The root has no certificate of its own; certificates name it by this serial. */
  private static final int ROOT_SERIAL = 0;

  private CertificateChain() {}

  /**
   * Checks the chain.
   *
   * @param encoded what the server's handshake message carried
   * @param root key that signed the intermediate certificate
   * @param serverKey the static key that the server used in this handshake
   * @param now decides on validity
   * @throws HandshakeException when any check fails
   */
  static void verify(ByteString encoded, PublicKey root, PublicKey serverKey, Instant now)
      throws HandshakeException {
    CertChain chain;
    Details intermediate;
    Details leaf;
    try {
      chain = CertChain.parseFrom(encoded);
      intermediate = Details.parseFrom(chain.getIntermediate().getDetails());
      leaf = Details.parseFrom(chain.getLeaf().getDetails());
    } catch (InvalidProtocolBufferException notCertificates) {
      throw untrusted("cannot be read");
    }
    checkSignature(chain.getIntermediate(), root, "intermediate");
    if (intermediate.getIssuerSerial() != ROOT_SERIAL) {
      throw untrusted("names an issuer other than the root");
    }
    checkSignature(chain.getLeaf(), key(intermediate), "leaf");
    if (leaf.getIssuerSerial() != intermediate.getSerial()) {
      throw untrusted("names an issuer other than its intermediate certificate");
    }
    if (!key(leaf).equals(serverKey)) {
      throw untrusted("is for another key than the server's");
    }
    checkDates(intermediate, now);
    checkDates(leaf, now);
  }

  private static void checkSignature(NoiseCertificate certificate, PublicKey signer, String name)
      throws HandshakeException {
    if (!Curve25519.verify(signer, certificate.getDetails(), certificate.getSignature())) {
      throw untrusted("has a wrong signature on its " + name + " certificate");
    }
  }

  private static PublicKey key(Details certificate) throws HandshakeException {
    if (certificate.getKey().size() != PublicKey.LENGTH) {
      throw untrusted("holds no key");
    }
    return new PublicKey(certificate.getKey());
  }

  private static void checkDates(Details certificate, Instant now) throws HandshakeException {
    long seconds = now.getEpochSecond();
    // Unsigned: a date beyond the year 292 billion is merely far away.
    if (Long.compareUnsigned(seconds, certificate.getNotBefore()) < 0
        || Long.compareUnsigned(seconds, certificate.getNotAfter()) > 0) {
      throw new HandshakeException(
          HandshakeException.Kind.OUT_OF_DATE,
          "The server's certificate is not valid at "
              + now
              + ". Check this machine's clock; if it is right, the server's certificate has"
              + " expired.");
    }
  }

  private static HandshakeException untrusted(String problem) {
    return new HandshakeException(
        HandshakeException.Kind.UNTRUSTED,
        "The server's certificate "
            + problem
            + ". Either this is not the expected server, or its noise root is not the configured"
            + " one.");
  }
}
