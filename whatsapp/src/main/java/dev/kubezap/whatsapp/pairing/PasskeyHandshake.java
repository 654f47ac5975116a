package dev.kubezap.whatsapp.pairing;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.AesGcm;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.Hkdf;
import dev.kubezap.whatsapp.crypto.Hmac;
import dev.kubezap.whatsapp.crypto.InvalidKeyException;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.crypto.Sha256;
import dev.kubezap.whatsapp.proto.CompanionCommitment;
import dev.kubezap.whatsapp.proto.CompanionEphemeralIdentity;
import dev.kubezap.whatsapp.proto.EncryptedPairingRequest;
import dev.kubezap.whatsapp.proto.PairingRequest;
import dev.kubezap.whatsapp.proto.ProloguePayload;
import java.nio.charset.StandardCharsets;

/** The cryptography of linking by passkey (PROTOCOL-2026 1). */
final class PasskeyHandshake {
  /** Length of the nonces of both sides. */
  static final int NONCE = 32;

  private static final int KEY = 32;
  private static final int CODE_BYTES = 5;
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] HANDOFF_INFO = ascii("shortcake-passkey-handoff-v1");
  private static final byte[] REQUEST_INFO = ascii("Pairing Information Encryption Key");

  private PasskeyHandshake() {}

  /** What this device promises before it knows the phone's half. */
  static ByteString prologue(PasskeyExchange.Stage.Proved proved, int platform) {
    ByteString identity =
        CompanionEphemeralIdentity.newBuilder()
            .setPublicKey(proved.ephemeral().publicKey().bytes())
            .setDeviceType(platform)
            .setRef(proved.ref())
            .build()
            .toByteString();
    byte[] hash = Sha256.digest(identity.toByteArray(), proved.nonce().toByteArray());
    return ProloguePayload.newBuilder()
        .setCompanionEphemeralIdentity(identity)
        .setCommitment(CompanionCommitment.newBuilder().setHash(ByteString.copyFrom(hash)))
        .build()
        .toByteString();
  }

  /** Proves that this device is the one whose code the phone saw. */
  static ByteString handoffProof(ByteString advSecret, ByteString prologue) {
    byte[] key = Hkdf.derive(advSecret.toByteArray(), NOTHING, HANDOFF_INFO, KEY);
    return ByteString.copyFrom(Hmac.sha256(key, prologue.toByteArray()));
  }

  /** What the phone and this device both show, {@code XXXX-XXXX}. */
  static String code(PasskeyExchange.Stage.Answered answered) {
    byte[] digest =
        Sha256.digest(
            answered.proved().nonce().toByteArray(), answered.phoneKey().bytes().toByteArray());
    byte[] code = new byte[CODE_BYTES];
    for (int i = 0; i < CODE_BYTES; i++) {
      code[i] = (byte) (answered.phoneNonce().byteAt(i) ^ digest[i]);
    }
    return LinkCode.shown(LinkCode.text(code));
  }

  /**
   * This device's keys, for the phone alone.
   *
   * @param platform the number of this device's kind
   * @param advSecret what the phone is to sign with
   * @throws InvalidKeyException if the phone's key is none
   */
  static ByteString request(
      PasskeyExchange.Stage.Answered answered,
      int platform,
      PairingAttempt attempt,
      ByteString advSecret,
      RandomBytes random)
      throws InvalidKeyException {
    PasskeyExchange.Stage.Proved proved = answered.proved();
    PublicKey phone = answered.phoneKey();
    String salt = "Companion Pairing " + platform + " with ref " + proved.ref();
    byte[] key =
        Hkdf.derive(
            Curve25519.agree(proved.ephemeral().privateKey(), phone),
            salt.getBytes(StandardCharsets.UTF_8),
            REQUEST_INFO,
            KEY);
    byte[] iv = random.next(AesGcm.NONCE_LENGTH);
    PairingRequest request =
        PairingRequest.newBuilder()
            .setCompanionPublicKey(attempt.noiseKey().publicKey().bytes())
            .setCompanionIdentityKey(attempt.identityKey().publicKey().bytes())
            .setAdvSecret(advSecret)
            .build();
    return EncryptedPairingRequest.newBuilder()
        .setEncryptedPayload(
            ByteString.copyFrom(AesGcm.encrypt(key, iv, NOTHING, request.toByteArray())))
        .setIv(ByteString.copyFrom(iv))
        .build()
        .toByteString();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
