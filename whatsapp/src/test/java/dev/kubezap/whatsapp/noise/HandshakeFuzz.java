package dev.kubezap.whatsapp.noise;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import java.time.Instant;
import java.util.Arrays;

/**
 * Any first frame of a server. By the first byte the rest is the frame itself, or the certificates
 * in a frame that is encrypted as it must be.
 */
public final class HandshakeFuzz implements FuzzTarget {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private final TestCertificates genuine = TestCertificates.valid();
  private final KeyPair identity = Curve25519.generate(TestCertificates.seeded(5));
  private final NoiseInitiator initiator =
      NoiseInitiator.start(Curve25519.generate(TestCertificates.seeded(6)));
  private final KeyPair serverEphemeral = Curve25519.generate(TestCertificates.seeded(7));

  @Override
  public void read(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    try {
      switch (input[0] & 3) {
        case 0 -> complete(rest);
        case 1 ->
            complete(
                new NoiseResponder(
                        new TestCertificates(
                            genuine.root(), genuine.server(), ByteString.copyFrom(rest)),
                        serverEphemeral)
                    .hello(initiator.clientHello().toByteArray()));
        // Without the cost of the encryption.
        default ->
            CertificateChain.verify(
                ByteString.copyFrom(rest),
                genuine.root().publicKey(),
                genuine.server().publicKey(),
                NOW);
      }
    } catch (HandshakeException declared) {
      if (declared.getMessage() == null) {
        throw new AssertionError("an error that says nothing", declared);
      }
    }
  }

  private void complete(byte[] frame) throws HandshakeException {
    initiator.complete(
        ByteString.copyFrom(frame),
        identity,
        genuine.root().publicKey(),
        ByteString.copyFromUtf8("payload"),
        NOW);
  }
}
