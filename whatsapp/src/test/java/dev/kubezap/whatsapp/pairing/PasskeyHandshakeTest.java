package dev.kubezap.whatsapp.pairing;

import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.AesGcm;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.PrivateKey;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.proto.EncryptedPairingRequest;
import dev.kubezap.whatsapp.proto.PairingRequest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Every expected value is Python's (hashlib, hmac, cryptography) for the same keys. */
class PasskeyHandshakeTest {
  private static final KeyPair COMPANION = keys(1);
  private static final KeyPair PHONE = keys(2);
  private static final PasskeyExchange.Stage.Proved PROVED =
      new PasskeyExchange.Stage.Proved(COMPANION, bytes(3), "3@ref", true);
  private static final PasskeyExchange.Stage.Answered ANSWERED =
      new PasskeyExchange.Stage.Answered(PROVED, PHONE.publicKey(), counting());

  private static ByteString bytes(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return ByteString.copyFrom(bytes);
  }

  private static KeyPair keys(int value) {
    return KeyPair.of(PrivateKey.of(bytes(value).toByteArray()));
  }

  private static ByteString counting() {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return ByteString.copyFrom(bytes);
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  @Test
  void promisesANonceAndProvesTheScannedSecret() {
    ByteString prologue = PasskeyHandshake.prologue(PROVED, 1);
    assertThat(hex(prologue))
        .isEqualTo(
            "0a2b0a20a4e09292b651c278b9772c569f5fa9bb13d906b46ab68c9df9dc2b4409f8a209"
                + "10011a05334072656612220a2062fab68707f410e4618921fb0e2e01e85888618bfb844401a5"
                + "0ea89357ed7318");
    assertThat(hex(PasskeyHandshake.handoffProof(bytes(4), prologue)))
        .isEqualTo("589fa9d451dd01e8a524ba7df1b9104057914a2373105e7b14621dbe5868367d");
  }

  @Test
  void showsThePhonesCode() {
    assertThat(PasskeyHandshake.code(ANSWERED)).isEqualTo("YPLR-AMMN");
  }

  @Test
  void onlyThePhoneReadsTheKeys() throws Exception {
    PairingAttempt attempt = PairingAttempt.begin(new SeededBytes(5), NOW);
    EncryptedPairingRequest sealed =
        EncryptedPairingRequest.parseFrom(
            PasskeyHandshake.request(ANSWERED, 1, attempt, bytes(9), new SeededBytes(6)));
    byte[] key =
        HexFormat.of().parseHex("2231e79c94a5f91eb05f5d985e77106aeb24bc88f63f6f6a6392b271323177ea");
    PairingRequest request =
        PairingRequest.parseFrom(
            AesGcm.decrypt(
                key,
                sealed.getIv().toByteArray(),
                new byte[0],
                sealed.getEncryptedPayload().toByteArray()));
    assertThat(request.getCompanionPublicKey()).isEqualTo(attempt.noiseKey().publicKey().bytes());
    assertThat(request.getCompanionIdentityKey())
        .isEqualTo(attempt.identityKey().publicKey().bytes());
    assertThat(request.getAdvSecret()).isEqualTo(bytes(9));
    assertThat(hex(Curve25519.publicKey(PHONE.privateKey()).bytes()))
        .isEqualTo("ce8d3ad1ccb633ec7b70c17814a5c76ecd029685050d344745ba05870e587d59");
  }
}
