package dev.kubezap.whatsapp.noise;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.proto.CertChain;
import dev.kubezap.whatsapp.proto.CertChain.NoiseCertificate;
import dev.kubezap.whatsapp.proto.CertChain.NoiseCertificate.Details;
import java.time.Instant;
import java.util.Random;

/** A root with a chain to a server's static key. */
public record TestCertificates(KeyPair root, KeyPair server, ByteString chain) {

  static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant TO = Instant.parse("2027-01-01T00:00:00Z");

  /** A chain that is valid during 2026. */
  public static TestCertificates valid() {
    return new Builder().build();
  }

  /** Random bytes that are the same in every run. */
  public static RandomBytes seeded(long seed) {
    Random random = new Random(seed);
    return length -> {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      return bytes;
    };
  }

  /** A chain with parts that can be made wrong. */
  static final class Builder {
    private final RandomBytes random = seeded(1);
    final KeyPair root = Curve25519.generate(random);
    final KeyPair server = Curve25519.generate(random);
    final KeyPair issuer = Curve25519.generate(random);
    final Details.Builder intermediate = details(7, 0, issuer.publicKey().bytes());
    final Details.Builder leaf = details(8, 7, server.publicKey().bytes());
    KeyPair intermediateSigner = root;
    KeyPair leafSigner = issuer;

    TestCertificates build() {
      return new TestCertificates(
          root,
          server,
          CertChain.newBuilder()
              .setIntermediate(signed(intermediate, intermediateSigner))
              .setLeaf(signed(leaf, leafSigner))
              .build()
              .toByteString());
    }

    private NoiseCertificate signed(Details.Builder details, KeyPair signer) {
      ByteString bytes = details.build().toByteString();
      return NoiseCertificate.newBuilder()
          .setDetails(bytes)
          .setSignature(Curve25519.sign(signer.privateKey(), bytes, random))
          .build();
    }

    private static Details.Builder details(int serial, int issuer, ByteString key) {
      return Details.newBuilder()
          .setSerial(serial)
          .setIssuerSerial(issuer)
          .setKey(key)
          .setNotBefore(FROM.getEpochSecond())
          .setNotAfter(TO.getEpochSecond());
    }
  }
}
