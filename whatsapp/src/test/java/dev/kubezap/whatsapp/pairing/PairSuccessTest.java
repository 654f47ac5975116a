package dev.kubezap.whatsapp.pairing;

import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.device;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.account.StateOwnerKey;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.Hmac;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.ADVDeviceIdentity;
import dev.kubezap.whatsapp.proto.ADVEncryptionType;
import dev.kubezap.whatsapp.proto.ADVSignedDeviceIdentity;
import dev.kubezap.whatsapp.proto.ADVSignedDeviceIdentityHMAC;
import dev.kubezap.whatsapp.proto.ClientPairingProps;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of pairing: what the phone signed is believed only when it is genuine. */
class PairSuccessTest {
  private static final String NUMBER = "4915112345678";
  private static final KeyPair PHONE = Curve25519.generate(new SeededBytes(11));
  private static final PairingAttempt ATTEMPT =
      PairingAttempt.begin(new SeededBytes(5), NOW)
          .withRefs(List.of(ByteString.copyFromUtf8("ref")));

  private final MemoryStore store = new MemoryStore();

  @BeforeEach
  void begin() {
    store(store, new Change.Put<>(new PairingAttemptKey(), ATTEMPT));
  }

  private static ByteString prefixed(int kind, ByteString rest) {
    return ByteString.copyFrom(new byte[] {6, (byte) kind}).concat(rest);
  }

  /** What a phone signs for this device. */
  private static ADVSignedDeviceIdentity.Builder signed(boolean hosted) {
    ADVDeviceIdentity.Builder details =
        ADVDeviceIdentity.newBuilder().setRawId(5).setTimestamp(6).setKeyIndex(9);
    if (hosted) {
      details.setDeviceType(ADVEncryptionType.HOSTED);
    }
    ByteString encoded = details.build().toByteString();
    ByteString statement =
        prefixed(hosted ? 5 : 0, encoded).concat(ATTEMPT.identityKey().publicKey().bytes());
    return ADVSignedDeviceIdentity.newBuilder()
        .setDetails(encoded)
        .setAccountSignatureKey(PHONE.publicKey().bytes())
        .setAccountSignature(Curve25519.sign(PHONE.privateKey(), statement, new SeededBytes(12)));
  }

  private static ByteString sealed(ByteString signed, ByteString secret, boolean hosted) {
    byte[] text = (hosted ? prefixed(5, signed) : signed).toByteArray();
    ADVSignedDeviceIdentityHMAC.Builder sealed =
        ADVSignedDeviceIdentityHMAC.newBuilder()
            .setDetails(signed)
            .setHmac(ByteString.copyFrom(Hmac.sha256(secret.toByteArray(), text)));
    if (hosted) {
      sealed.setAccountType(ADVEncryptionType.HOSTED);
    }
    return sealed.build().toByteString();
  }

  private static ByteString genuine() {
    return sealed(signed(false).build().toByteString(), ATTEMPT.advSecret(), false);
  }

  private static Node success(ByteString identity, Node... more) {
    Node success =
        Node.of(
            "pair-success",
            Node.of("device-identity", identity),
            Node.of("device").with("jid", NUMBER + ":7@s.whatsapp.net").with("lid", "5:7@lid"),
            Node.of("platform").with("name", "android"));
    return Node.of(
            "iq",
            success.withChildren(
                Stream.concat(success.children().stream(), Arrays.stream(more)).toList()))
        .with("from", Jid.SERVICE)
        .with("type", "set")
        .with("id", "s1");
  }

  private static CompletePairing step(String... number) {
    return new CompletePairing(
        new PairingSettings(Arrays.stream(number).findFirst(), "Chrome (Linux)"));
  }

  private Outcome answer(Node stanza) {
    return decide(step(), stanza, store, unpaired());
  }

  @Test
  void isOneOfThese() {
    Node stanza = success(genuine());
    assertThat(CompletePairing.wants(stanza)).isTrue();
    assertThat(CompletePairing.wants(stanza.with("type", "result"))).isFalse();
    assertThat(CompletePairing.wants(stanza.withChildren(Node.of("pair-device")))).isFalse();
    assertThat(CompletePairing.wants(Node.of("ib", stanza.children().getFirst()))).isFalse();
  }

  /** The order is the promise: on the disk, then in the database, then confirmed. */
  @Test
  void theIdentityIsSavedBeforeItIsConfirmed() {
    Outcome outcome = answer(success(genuine(), Node.of("biz").with("name", "Shop")));
    Effect.SaveIdentity saved = (Effect.SaveIdentity) outcome.effects().getFirst();
    DeviceIdentity identity = saved.identity();
    assertThat(identity)
        .isEqualTo(
            new DeviceIdentity(
                DeviceIdentity.Pairing.PENDING,
                ATTEMPT.noiseKey(),
                ATTEMPT.identityKey(),
                ATTEMPT.registrationId(),
                List.of(ATTEMPT.signedPreKey()),
                Jid.of(NUMBER + ":7@s.whatsapp.net"),
                Optional.of(Jid.of("5:7@lid")),
                identity.signedDeviceIdentity(),
                "android",
                Optional.of("Shop"),
                NOW));
    assertThat(outcome.changes())
        .containsExactly(
            new Change.ForgetDevice(),
            new Change.Put<>(new AccountKey(), Account.BLANK),
            new Change.Put<>(new StateOwnerKey(), ATTEMPT.identityKey().publicKey()));
    assertThat(outcome.effects().subList(2, outcome.effects().size()))
        .containsExactly(
            new Effect.Cancel("qr"),
            new Effect.Cancel("pairing-code"),
            new Effect.Report(SessionChange.Moved.to(Phase.PAIRING)),
            new Effect.Schedule(
                "connect", new ConnectNow("restart-after-pairing"), Duration.ofSeconds(30)));
    assertThat(outcome.effects().get(1))
        .isEqualTo(
            new Effect.Send(
                Node.of(
                        "iq",
                        Node.of(
                            "pair-device-sign",
                            Node.of("device-identity", reply(identity)).with("key-index", 9)))
                    .with("to", Jid.SERVICE)
                    .with("type", "result")
                    .with("id", "s1")));
  }

  /** What was kept, without the account's key. */
  private static ByteString reply(DeviceIdentity identity) {
    ADVSignedDeviceIdentity kept = parsed(identity);
    assertThat(kept.getAccountSignatureKey()).isEqualTo(PHONE.publicKey().bytes());
    assertThat(
            Curve25519.verify(
                ATTEMPT.identityKey().publicKey(),
                prefixed(1, kept.getDetails())
                    .concat(ATTEMPT.identityKey().publicKey().bytes())
                    .concat(PHONE.publicKey().bytes()),
                kept.getDeviceSignature()))
        .isTrue();
    return kept.toBuilder().clearAccountSignatureKey().build().toByteString();
  }

  private static ADVSignedDeviceIdentity parsed(DeviceIdentity identity) {
    try {
      return ADVSignedDeviceIdentity.parseFrom(identity.signedDeviceIdentity());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void hostedAccountsSignUnderAPrefixOfTheirOwn() {
    ByteString hosted = signed(true).build().toByteString();
    assertThat(answer(success(sealed(hosted, ATTEMPT.advSecret(), true))).effects())
        .first()
        .isInstanceOf(Effect.SaveIdentity.class);
    refused(
        answer(
            success(
                sealed(
                    signed(true).setDetails(ByteString.EMPTY).build().toByteString(),
                    ATTEMPT.advSecret(),
                    true))),
        401,
        "signature-mismatch",
        "pairing-refused");
  }

  @Test
  void knowsWhetherChatsAreByLid() {
    Account migrated = Account.BLANK.withLidAddressing();
    for (boolean is : new boolean[] {true, false}) {
      ByteString props =
          ClientPairingProps.newBuilder().setIsChatDbLidMigrated(is).build().toByteString();
      assertThat(answer(success(genuine(), Node.of("client-props", props))).changes())
          .contains(new Change.Put<>(new AccountKey(), is ? migrated : Account.BLANK));
    }
    Node damaged = Node.of("client-props", ByteString.copyFrom(new byte[] {-1}));
    assertThat(answer(success(genuine(), damaged)).changes())
        .contains(new Change.Put<>(new AccountKey(), Account.BLANK));
  }

  @Test
  void aLinkedDeviceOrNoAttemptLetsItPass() {
    Node stanza = success(genuine());
    assertThat(decide(step(), stanza, store, turn(device(3)))).isEqualTo(Outcome.nothing());
    assertThat(decide(step(), stanza, new MemoryStore(), unpaired())).isEqualTo(Outcome.nothing());
  }

  @Test
  void onlyTheConfiguredNumberIsLinked() {
    Node stanza = success(genuine());
    assertThat(decide(step(NUMBER), stanza, store, unpaired()).effects())
        .first()
        .isInstanceOf(Effect.SaveIdentity.class);
    refused(
        decide(step("4900000000"), stanza, store, unpaired()),
        401,
        "not-authorized",
        "wrong-phone-number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "signature", "no-key", "short-key", "other-key", "details"})
  void whatIsForgedIsRefused(String what) {
    UnaryOperator<ADVSignedDeviceIdentity.Builder> forge =
        signed ->
            switch (what) {
              case "signature" -> signed.setAccountSignature(ByteString.copyFrom(new byte[64]));
              case "no-key" -> signed.clearAccountSignatureKey();
              case "short-key" ->
                  signed.setAccountSignatureKey(PHONE.publicKey().bytes().substring(1));
              case "other-key" ->
                  signed.setAccountSignatureKey(ATTEMPT.identityKey().publicKey().bytes());
              case "details" -> signed.setDetails(ByteString.EMPTY);
              default -> signed;
            };
    boolean wrongSecret = what.equals("secret");
    ByteString secret = wrongSecret ? ByteString.copyFrom(new byte[32]) : ATTEMPT.advSecret();
    refused(
        answer(success(sealed(forge.apply(signed(false)).build().toByteString(), secret, false))),
        401,
        wrongSecret ? "hmac-mismatch" : "signature-mismatch",
        "pairing-refused");
  }

  @Test
  void whatCannotBeReadIsRefused() {
    ByteString garbage = ByteString.copyFrom(new byte[] {-1});
    refused(answer(success(garbage)), 500, "internal-error", "pairing-refused");
    refused(
        answer(success(sealed(garbage, ATTEMPT.advSecret(), false))),
        500,
        "internal-error",
        "pairing-refused");
    Node stanza = success(genuine());
    Node without =
        stanza.withChildren(
            Node.of("pair-success", stanza.children().getFirst().children().getFirst()));
    refused(answer(without), 500, "internal-error", "pairing-refused");
    refused(
        answer(stanza.withChildren(stanza.children().getFirst(), stanza.children().getFirst())),
        401,
        "not-authorized",
        "pairing-refused");
  }

  /** Nothing is linked, and what the phone saw is of no use any more. */
  private static void refused(Outcome outcome, int code, String text, String reason) {
    PairingAttempt next = (PairingAttempt) ((Change.Put<?>) outcome.changes().getFirst()).value();
    assertThat(next.advSecret()).isNotEqualTo(ATTEMPT.advSecret());
    assertThat(next.advSecret().size()).isEqualTo(32);
    assertThat(outcome)
        .isEqualTo(
            Outcome.builder()
                .change(
                    new Change.Put<>(
                        new PairingAttemptKey(), ATTEMPT.refused(reason, next.advSecret())))
                .effect(
                    new Effect.Send(
                        Node.of("iq", Node.of("error").with("code", code).with("text", text))
                            .with("to", Jid.SERVICE)
                            .with("type", "error")
                            .with("id", "s1")))
                .effect(new Effect.Cancel("qr"))
                .effect(new Effect.Cancel("pairing-code"))
                .effect(new Effect.Report(new SessionChange.QrHidden()))
                .effect(new Effect.Report(new SessionChange.CodeHidden()))
                .effect(new Effect.Report(SessionChange.Moved.to(Phase.AWAITING_PAIRING, reason)))
                .effect(
                    new Effect.Schedule("connect", new ConnectNow(reason), Duration.ofSeconds(1)))
                .build());
  }
}
