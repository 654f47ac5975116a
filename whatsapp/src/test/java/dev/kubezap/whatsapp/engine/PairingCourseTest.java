package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.PairingCodeResult;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.connection.Answer;
import dev.kubezap.whatsapp.connection.CloseReason;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.pairing.RequestCode;
import dev.kubezap.whatsapp.proto.ADVSignedDeviceIdentity;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pairing against a server and a phone that the test plays, in virtual time. */
class PairingCourseTest {
  private static final String NUMBER = "4915112345678";

  private final MemoryStore store = new MemoryStore();
  private final VirtualSession virtual = new VirtualSession(store);

  private static Optional<Answer> pairingServer(Node iq) {
    Optional<Node> registration = iq.child("link_code_companion_reg");
    if (registration.filter(node -> node.has("stage", "companion_hello")).isEmpty()) {
      return VirtualSession.obliging(iq);
    }
    return Optional.of(
        new Answer.Answered(
            Node.of(
                "iq",
                Node.of(
                    "link_code_companion_reg",
                    Node.of("link_code_pairing_ref", ByteString.copyFromUtf8("ref"))))));
  }

  private static Optional<Answer> refusing(int code, Node iq) {
    return iq.child("link_code_companion_reg").isPresent()
        ? Optional.of(new Answer.Refused(code, "no", Optional.empty(), iq))
        : VirtualSession.obliging(iq);
  }

  @Test
  void confirmsPairSuccessWithItsOwnSignature() throws Exception {
    virtual.begin();
    virtual.receive(ServerStanzas.pairDevice());
    PhoneSide phone = PhoneSide.of(store);
    virtual.receive(phone.pairSuccess(NUMBER));
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.PAIRING);
    Node reply = virtual.link().sent.getLast();
    assertThat(reply.attributes()).containsEntry("type", "result").containsEntry("id", "s1");
    Node identity =
        reply.child("pair-device-sign").orElseThrow().child("device-identity").orElseThrow();
    assertThat(identity.attributes()).containsEntry("key-index", "9");
    ADVSignedDeviceIdentity signed =
        ADVSignedDeviceIdentity.parseFrom(identity.bytes().orElseThrow());
    assertThat(signed.hasAccountSignatureKey()).isFalse();
    ByteString own = phone.attempt().identityKey().publicKey().bytes();
    assertThat(
            Curve25519.verify(
                phone.attempt().identityKey().publicKey(),
                ByteString.copyFrom(new byte[] {6, 1})
                    .concat(signed.getDetails())
                    .concat(own)
                    .concat(phone.account().publicKey().bytes()),
                signed.getDeviceSignature()))
        .isTrue();
    DeviceIdentity stored = virtual.identities.load().orElseThrow();
    assertThat(stored.pairing()).isEqualTo(DeviceIdentity.Pairing.PENDING);
    assertThat(store.records("pairing")).isEmpty();

    virtual.link().end(new CloseReason.StreamError(515, ""));
    virtual.settle();
    assertThat(virtual.links).hasSize(2);
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.PAIRING);
    virtual.logIn();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.CONNECTED);
    assertThat(virtual.identities.load().orElseThrow().pairing())
        .isEqualTo(DeviceIdentity.Pairing.ACTIVE);
  }

  @Test
  void refusesWhatThePhoneDidNotMakeForThisDevice() throws Exception {
    virtual.begin();
    virtual.receive(ServerStanzas.pairDevice());
    PhoneSide phone = PhoneSide.of(store);
    Node forged =
        Node.of(
                "iq",
                Node.of(
                    "pair-success",
                    Node.of(
                        "device-identity",
                        phone.identity(ByteString.copyFrom(new SeededBytes(99).next(32)))),
                    Node.of("device").with("jid", NUMBER + ":7@s.whatsapp.net")))
            .with("from", Jid.SERVICE)
            .with("type", "set")
            .with("id", "s1");
    virtual.receive(forged);
    Node answer = virtual.link().sent.getLast();
    assertThat(answer.attributes()).containsEntry("type", "error");
    assertThat(answer.child("error").orElseThrow().attributes())
        .containsEntry("code", "401")
        .containsEntry("text", "hmac-mismatch");
    assertThat(virtual.identities.load()).isEmpty();
    assertThat(virtual.snapshot().reason()).contains("pairing-refused");
    virtual.pass(Duration.ofSeconds(2));
    assertThat(virtual.links).hasSize(2);
  }

  @Test
  void refusesAnotherNumberThanTheConfiguredOne() throws Exception {
    VirtualSession restricted = new VirtualSession(store, Optional.of("+" + NUMBER));
    restricted.server = PairingCourseTest::pairingServer;
    restricted.begin();
    restricted.receive(ServerStanzas.pairDevice());
    restricted.receive(PhoneSide.of(store).pairSuccess("4900000000"));
    assertThat(restricted.identities.load()).isEmpty();
    assertThat(restricted.snapshot().phase()).isEqualTo(Phase.AWAITING_PAIRING);
    assertThat(restricted.snapshot().reason()).contains("wrong-phone-number");
    restricted.pass(Duration.ofSeconds(2)).receive(ServerStanzas.pairDevice());
    assertThat(restricted.snapshot().reason()).contains("wrong-phone-number");
    assertThat(restricted.snapshot().pairingCode()).isPresent();
  }

  @Test
  void givesTheSameCodeAgainWhileItLives() throws Exception {
    virtual.server = PairingCourseTest::pairingServer;
    virtual.begin();
    virtual.receive(ServerStanzas.pairDevice());
    PairingCodeResult first = request();
    virtual.pass(Duration.ofMinutes(1));
    assertThat(request()).isEqualTo(first).isInstanceOf(PairingCodeResult.Issued.class);
  }

  @Test
  void keepsTheConnectionWhileACodeLives() throws Exception {
    virtual.server = PairingCourseTest::pairingServer;
    virtual.begin();
    virtual.receive(ServerStanzas.pairDevice());
    virtual.pass(Duration.ofSeconds(100));
    assertThat(request()).isInstanceOf(PairingCodeResult.Issued.class);
    virtual.pass(Duration.ofSeconds(100));
    assertThat(virtual.links).hasSize(1);
    assertThat(virtual.snapshot().pairingCode()).isPresent();
    virtual.pass(Duration.ofSeconds(90));
    assertThat(virtual.links).hasSize(2);
    assertThat(virtual.snapshot().pairingCode()).isEmpty();
  }

  @Test
  void saysWhyTheServiceRefusesACode() throws Exception {
    virtual.server = iq -> refusing(429, iq);
    virtual.begin();
    virtual.receive(ServerStanzas.pairDevice());
    assertThat(request())
        .isEqualTo(
            new PairingCodeResult.Refused(
                429, "Too many codes were asked for; wait some minutes."));
    assertThat(virtual.snapshot().qr()).isPresent();
  }

  @Test
  void asksAgainForAConfiguredNumberThatWasRefused() throws Exception {
    VirtualSession restricted = new VirtualSession(store, Optional.of("+" + NUMBER));
    restricted.server = iq -> refusing(400, iq);
    restricted.begin();
    restricted.receive(ServerStanzas.pairDevice());
    assertThat(restricted.snapshot().reason()).contains("pairing-code-refused");
    restricted.server = PairingCourseTest::pairingServer;
    restricted.pass(Duration.ofSeconds(61));
    assertThat(restricted.snapshot().pairingCode()).isPresent();
  }

  @Test
  void canOnlyAskWhenConnected() throws Exception {
    virtual.begin();
    assertThat(request()).isEqualTo(new PairingCodeResult.NotConnected());
  }

  private PairingCodeResult request() throws Exception {
    return (PairingCodeResult) virtual.ask(new RequestCode.Wanted("+" + NUMBER)).join();
  }
}
