package dev.kubezap.whatsapp.importing;

import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.device;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.pairing.PairingSettings;
import dev.kubezap.whatsapp.prekey.SignedPreKeys;
import dev.kubezap.whatsapp.proto.ADVDeviceIdentity;
import dev.kubezap.whatsapp.proto.ADVSignedDeviceIdentity;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A link is taken over only where it may be and when it is genuine; else nothing changes. */
class ImportLinkTest {
  private static final String NUMBER = "4915110000001";
  private static final KeyPair PHONE = Curve25519.generate(new SeededBytes(11));
  private static final KeyPair OWN = Curve25519.generate(new SeededBytes(12));

  private static ADVSignedDeviceIdentity genuine() {
    ByteString details = ADVDeviceIdentity.newBuilder().setKeyIndex(3).build().toByteString();
    ByteString own = OWN.publicKey().bytes();
    ByteString account = PHONE.publicKey().bytes();
    return ADVSignedDeviceIdentity.newBuilder()
        .setDetails(details)
        .setAccountSignatureKey(account)
        .setAccountSignature(
            Curve25519.sign(
                PHONE.privateKey(), prefix(0).concat(details).concat(own), new SeededBytes(13)))
        .setDeviceSignature(
            Curve25519.sign(
                OWN.privateKey(),
                prefix(1).concat(details).concat(own).concat(account),
                new SeededBytes(14)))
        .build();
  }

  private static ByteString prefix(int kind) {
    return ByteString.copyFrom(new byte[] {6, (byte) kind});
  }

  private static ImportedLink link(ADVSignedDeviceIdentity identity) {
    DeviceIdentity.SignedPreKeyRecord signed =
        SignedPreKeys.generate(7, OWN, new SeededBytes(15), NOW);
    return new ImportedLink(
        new ImportedLink.Device(
            Curve25519.generate(new SeededBytes(16)),
            OWN,
            77,
            new ImportedLink.SignedPreKey(7, signed.key(), signed.signature()),
            Jid.of(NUMBER + ":3@s.whatsapp.net"),
            Optional.empty(),
            identity.toByteString(),
            "android",
            Optional.empty(),
            Optional.empty()),
        31,
        List.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(),
        Map.of());
  }

  private static Outcome decided(
      ADVSignedDeviceIdentity identity, Optional<String> only, Turn turn) {
    return decide(
        new ImportLink(new PairingSettings(only, "Chrome (Linux)")),
        new ImportLink.Of(link(identity)),
        new MemoryStore(),
        turn);
  }

  private static void assertRefused(Outcome outcome, String code, String says) {
    assertThat(outcome.changes()).isEmpty();
    assertThat(outcome.effects())
        .singleElement()
        .isInstanceOfSatisfying(
            Effect.Answer.class,
            effect ->
                assertThat(effect.value())
                    .isInstanceOfSatisfying(
                        ServiceAnswer.Impossible.class,
                        refusal -> {
                          assertThat(refusal.code()).isEqualTo(code);
                          assertThat(refusal.detail()).contains(says);
                        }));
  }

  @Test
  void aGenuineLinkOfTheNumberIsTaken() {
    Outcome outcome = decided(genuine(), Optional.of(NUMBER), unpaired());
    assertThat(outcome.effects()).first().isInstanceOf(Effect.SaveIdentity.class);
    assertThat(outcome.effects())
        .contains(
            new Effect.Answer(
                new ServiceAnswer.Given<>(
                    new ImportLink.Taken(Jid.of(NUMBER + ":3@s.whatsapp.net"), Optional.empty()))));
  }

  @Test
  void aLinkOfAnotherNumberIsRefused() {
    assertRefused(
        decided(genuine(), Optional.of("4915110000009"), unpaired()),
        "wrong-phone-number",
        "may only be linked to +4915110000009");
  }

  @ParameterizedTest
  @ValueSource(strings = {"account", "device", "key", "other-key", "details"})
  void aLinkThatIsNotGenuineIsRefused(String what) {
    ByteString other = Curve25519.generate(new SeededBytes(17)).publicKey().bytes();
    UnaryOperator<ADVSignedDeviceIdentity.Builder> forge =
        signed ->
            switch (what) {
              case "account" -> signed.setAccountSignature(signed.getDeviceSignature());
              case "device" -> signed.setDeviceSignature(signed.getAccountSignature());
              case "key" -> signed.clearAccountSignatureKey();
              case "other-key" -> signed.setAccountSignatureKey(other);
              default -> signed.setDetails(ByteString.EMPTY);
            };
    assertRefused(
        decided(forge.apply(genuine().toBuilder()).build(), Optional.empty(), unpaired()),
        "link-not-genuine",
        "are these the files of one device");
  }

  @Test
  void aSessionThatIsLinkedTakesNoOther() {
    assertRefused(
        decided(genuine(), Optional.empty(), turn(device(3))), "already-linked", "log it out");
  }
}
