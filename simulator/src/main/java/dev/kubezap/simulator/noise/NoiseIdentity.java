package dev.kubezap.simulator.noise;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Curve25519;
import dev.kubezap.simulator.crypto.KeyPair;
import dev.kubezap.simulator.crypto.XEdDsa;
import dev.kubezap.simulator.proto.CertificateChain;
import dev.kubezap.simulator.proto.NoiseCertificate;
import dev.kubezap.simulator.proto.NoiseCertificateDetails;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/**
 * The server's keys: a root that clients must be told of, an intermediate and the static key.
 *
 * @param root signs the intermediate's certificate
 * @param intermediate signs the leaf's certificate
 * @param server the static key of handshakes
 */
public record NoiseIdentity(KeyPair root, KeyPair intermediate, KeyPair server) {
  private static final int INTERMEDIATE_SERIAL = 1;
  private static final int LEAF_SERIAL = 2;

  /** New random keys. */
  public static NoiseIdentity generate(SecureRandom random) {
    return new NoiseIdentity(
        Curve25519.generate(random), Curve25519.generate(random), Curve25519.generate(random));
  }

  /** The certificate chain as sent in a handshake, valid from a day before to a year after now. */
  public Bytes chain(Instant now, SecureRandom random) {
    NoiseCertificate intermediateCertificate =
        certificate(INTERMEDIATE_SERIAL, 0, intermediate.publicKey(), root, now, random);
    NoiseCertificate leaf =
        certificate(
            LEAF_SERIAL, INTERMEDIATE_SERIAL, server.publicKey(), intermediate, now, random);
    return Bytes.of(
        CertificateChain.newBuilder()
            .setLeaf(leaf)
            .setIntermediate(intermediateCertificate)
            .build()
            .toByteString());
  }

  private static NoiseCertificate certificate(
      int serial, int issuer, Bytes key, KeyPair signer, Instant now, SecureRandom random) {
    Bytes details =
        Bytes.of(
            NoiseCertificateDetails.newBuilder()
                .setSerial(serial)
                .setIssuerSerial(issuer)
                .setKey(key.toProto())
                .setNotBefore(now.minus(Duration.ofDays(1)).getEpochSecond())
                .setNotAfter(now.plus(Duration.ofDays(365)).getEpochSecond())
                .build()
                .toByteString());
    return NoiseCertificate.newBuilder()
        .setDetails(details.toProto())
        .setSignature(XEdDsa.sign(signer.privateKey(), details, random).toProto())
        .build();
  }
}
