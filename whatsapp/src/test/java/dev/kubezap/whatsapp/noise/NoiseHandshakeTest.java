package dev.kubezap.whatsapp.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.AuthenticationException;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.PrivateKey;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.noise.HandshakeException.Kind;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class NoiseHandshakeTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final ByteString PAYLOAD = ByteString.copyFromUtf8("payload");

  private final RandomBytes random = TestCertificates.seeded(99);
  private final KeyPair identity = Curve25519.generate(random);
  private final NoiseInitiator initiator = NoiseInitiator.start(Curve25519.generate(random));

  @Test
  void equalsBaileysByteForByte() throws Exception {
    Properties vector = new Properties();
    try (InputStream file =
        Objects.requireNonNull(getClass().getResourceAsStream("handshake.properties"))) {
      vector.load(file);
    }
    NoiseInitiator client = NoiseInitiator.start(keyPair(vector, "ephemeral"));
    assertThat(client.clientHello()).isEqualTo(bytes(vector, "clientHello"));
    NoiseInitiator.Completed completed =
        client.complete(
            bytes(vector, "serverHello"),
            keyPair(vector, "identity"),
            new PublicKey(bytes(vector, "root")),
            bytes(vector, "clientPayload"),
            NOW);
    assertThat(completed.clientFinish()).isEqualTo(bytes(vector, "clientFinish"));
    assertThat(completed.transport().encrypt(utf8("first")))
        .isEqualTo(bytes(vector, "frame0").toByteArray());
    assertThat(completed.transport().encrypt(utf8("second")))
        .isEqualTo(bytes(vector, "frame1").toByteArray());
  }

  @Test
  void bothSidesUnderstandEachOther() throws Exception {
    TestCertificates certificates = TestCertificates.valid();
    NoiseResponder server = responder(certificates);
    ByteString hello = ByteString.copyFrom(server.hello(initiator.clientHello().toByteArray()));
    NoiseInitiator.Completed client =
        initiator.complete(hello, identity, certificates.root().publicKey(), PAYLOAD, NOW);
    assertThat(server.finish(client.clientFinish().toByteArray())).isEqualTo(PAYLOAD);
    for (int i = 0; i < 300; i++) {
      byte[] text = utf8("frame " + i);
      assertThat(server.decrypt(client.transport().encrypt(text))).isEqualTo(text);
      assertThat(client.transport().decrypt(server.encrypt(text))).isEqualTo(text);
    }
    byte[] repeated = server.encrypt(utf8("once"));
    client.transport().decrypt(repeated);
    assertThatThrownBy(() -> client.transport().decrypt(repeated))
        .isInstanceOf(AuthenticationException.class);
  }

  @Test
  void everyDamagedByteOfTheServersHelloIsNoticed() {
    TestCertificates certificates = TestCertificates.valid();
    byte[] hello = responder(certificates).hello(initiator.clientHello().toByteArray());
    for (int i = 0; i < hello.length; i++) {
      byte[] damaged = hello.clone();
      damaged[i] ^= 1;
      assertThat(refusal(certificates, damaged, NOW)).as("byte %d", i).isNotNull();
      byte[] cut = java.util.Arrays.copyOf(hello, i);
      assertThat(refusal(certificates, cut, NOW)).as("cut at %d", i).isNotNull();
    }
  }

  @Test
  void bytesThatAreNoHelloAreMalformed() {
    TestCertificates certificates = TestCertificates.valid();
    assertThat(refusal(certificates, new byte[0], NOW).kind()).isEqualTo(Kind.MALFORMED);
    assertThat(refusal(certificates, utf8("HTTP/1.1 400"), NOW).kind()).isEqualTo(Kind.MALFORMED);
  }

  @Test
  void zeroKeyOfTheServerIsRefused() {
    NoiseResponder server = responder(TestCertificates.valid());
    byte[] hello = server.hello(initiator.clientHello().toByteArray());
    // The ephemeral key is the first field of the only message: tag, length, tag, length, 32 bytes.
    int start = 5;
    for (int i = start; i < start + 32; i++) {
      hello[i] = 0;
    }
    assertThat(refusal(TestCertificates.valid(), hello, NOW).kind()).isEqualTo(Kind.UNAUTHENTIC);
  }

  @Test
  void anotherRootIsNotTrusted() {
    TestCertificates.Builder chain = new TestCertificates.Builder();
    chain.intermediateSigner = chain.issuer;
    assertRefused(chain, Kind.UNTRUSTED, "intermediate");
  }

  @Test
  void leafMustBeSignedByTheIntermediate() {
    TestCertificates.Builder chain = new TestCertificates.Builder();
    chain.leafSigner = chain.root;
    assertRefused(chain, Kind.UNTRUSTED, "leaf");
  }

  @Test
  void serialsMustLinkTheChain() {
    TestCertificates.Builder chain = new TestCertificates.Builder();
    chain.leaf.setIssuerSerial(6);
    assertRefused(chain, Kind.UNTRUSTED, "issuer");
    TestCertificates.Builder other = new TestCertificates.Builder();
    other.intermediate.setIssuerSerial(1);
    assertRefused(other, Kind.UNTRUSTED, "root");
  }

  @Test
  void leafMustBeForTheServersKey() {
    TestCertificates.Builder chain = new TestCertificates.Builder();
    chain.leaf.setKey(chain.issuer.publicKey().bytes());
    assertRefused(chain, Kind.UNTRUSTED, "another key");
    TestCertificates.Builder none = new TestCertificates.Builder();
    none.leaf.clearKey();
    assertRefused(none, Kind.UNTRUSTED, "no key");
  }

  @Test
  void certificatesMustBeValidNow() {
    TestCertificates valid = TestCertificates.valid();
    NoiseResponder server = responder(valid);
    byte[] hello = server.hello(initiator.clientHello().toByteArray());
    Instant before = TestCertificates.FROM.minusSeconds(1);
    assertThat(refusal(valid, hello, before).kind()).isEqualTo(Kind.OUT_OF_DATE);
    Instant after = TestCertificates.TO.plusSeconds(1);
    assertThat(refusal(valid, hello, after).kind()).isEqualTo(Kind.OUT_OF_DATE);
    TestCertificates.Builder old = new TestCertificates.Builder();
    old.intermediate.setNotAfter(NOW.getEpochSecond() - 1);
    assertRefused(old, Kind.OUT_OF_DATE, "clock");
    TestCertificates.Builder dateless = new TestCertificates.Builder();
    dateless.leaf.clearNotAfter();
    assertRefused(dateless, Kind.OUT_OF_DATE, "clock");
  }

  @Test
  void keysStayOutOfText() {
    assertThat(SymmetricState.initial()).hasToString("SymmetricState[hidden]");
    assertThat(SymmetricState.initial().split()).hasToString("NoiseTransport[sent=0, received=0]");
  }

  private void assertRefused(TestCertificates.Builder chain, Kind kind, String text) {
    TestCertificates certificates = chain.build();
    byte[] hello = responder(certificates).hello(initiator.clientHello().toByteArray());
    HandshakeException refusal = refusal(certificates, hello, NOW);
    assertThat(refusal.kind()).isEqualTo(kind);
    assertThat(refusal).hasMessageContaining(text);
  }

  private HandshakeException refusal(TestCertificates certificates, byte[] hello, Instant now) {
    return catchThrowableOfType(
        HandshakeException.class,
        () ->
            initiator.complete(
                ByteString.copyFrom(hello),
                identity,
                certificates.root().publicKey(),
                PAYLOAD,
                now));
  }

  private NoiseResponder responder(TestCertificates certificates) {
    return new NoiseResponder(certificates, Curve25519.generate(random));
  }

  private static KeyPair keyPair(Properties vector, String name) {
    return KeyPair.of(new PrivateKey(bytes(vector, name)));
  }

  private static ByteString bytes(Properties vector, String name) {
    return ByteString.copyFrom(HexFormat.of().parseHex(vector.getProperty(name)));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
