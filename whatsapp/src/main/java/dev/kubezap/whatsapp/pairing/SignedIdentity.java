package dev.kubezap.whatsapp.pairing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.Hmac;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.proto.ADVDeviceIdentity;
import dev.kubezap.whatsapp.proto.ADVEncryptionType;
import dev.kubezap.whatsapp.proto.ADVSignedDeviceIdentity;
import dev.kubezap.whatsapp.proto.ADVSignedDeviceIdentityHMAC;

/**
 * Checks what the phone signed for this device, and completes it with this device's signature
 * (PROTOCOL.md 6).
 */
public final class SignedIdentity {
  private static final ByteString ACCOUNT = prefix(0);
  private static final ByteString ACCOUNT_HOSTED = prefix(5);

  /** Also for hosted accounts: no client signs with the prefix 06 06 that exists for them. */
  private static final ByteString DEVICE = prefix(1);

  private SignedIdentity() {}

  /** What the check came to. */
  sealed interface Checked {}

  /**
   * It is genuine.
   *
   * @param complete all four fields, to be kept
   * @param reply without the account's key, to be sent
   */
  record Genuine(ByteString complete, ByteString reply, int keyIndex) implements Checked {}

  /**
   * It is not what the phone made for this device.
   *
   * @param code and
   * @param text for the server
   */
  record Refused(int code, String text) implements Checked {}

  /** Checks the content of {@code device-identity}. */
  static Checked check(ByteString encoded, PairingAttempt attempt, RandomBytes random) {
    try {
      ADVSignedDeviceIdentityHMAC sealed = ADVSignedDeviceIdentityHMAC.parseFrom(encoded);
      if (!isAuthentic(sealed, attempt.advSecret())) {
        return new Refused(401, "hmac-mismatch");
      }
      ADVSignedDeviceIdentity signed = ADVSignedDeviceIdentity.parseFrom(sealed.getDetails());
      ADVDeviceIdentity details = ADVDeviceIdentity.parseFrom(signed.getDetails());
      ByteString own = attempt.identityKey().publicKey().bytes();
      if (!isSignedByAccount(signed, details, own)) {
        return new Refused(401, "signature-mismatch");
      }
      ByteString signature =
          Curve25519.sign(attempt.identityKey().privateKey(), ofDevice(signed, own), random);
      ADVSignedDeviceIdentity complete = signed.toBuilder().setDeviceSignature(signature).build();
      return new Genuine(
          complete.toByteString(),
          complete.toBuilder().clearAccountSignatureKey().build().toByteString(),
          details.getKeyIndex());
    } catch (InvalidProtocolBufferException e) {
      return new Refused(500, "internal-error");
    }
  }

  /**
   * Whether a completed one says that this identity key is a device of the account: signed by the
   * account and by the device itself.
   */
  public static boolean isOf(ByteString complete, PublicKey identity) {
    try {
      ADVSignedDeviceIdentity signed = ADVSignedDeviceIdentity.parseFrom(complete);
      ADVDeviceIdentity details = ADVDeviceIdentity.parseFrom(signed.getDetails());
      return isSignedByAccount(signed, details, identity.bytes())
          && Curve25519.verify(
              identity, ofDevice(signed, identity.bytes()), signed.getDeviceSignature());
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  private static boolean isSignedByAccount(
      ADVSignedDeviceIdentity signed, ADVDeviceIdentity details, ByteString own) {
    boolean hosted = details.getDeviceType() == ADVEncryptionType.HOSTED;
    return signed.getAccountSignatureKey().size() == PublicKey.LENGTH
        && Curve25519.verify(
            new PublicKey(signed.getAccountSignatureKey()),
            (hosted ? ACCOUNT_HOSTED : ACCOUNT).concat(signed.getDetails()).concat(own),
            signed.getAccountSignature());
  }

  /** What the device signs. */
  private static ByteString ofDevice(ADVSignedDeviceIdentity signed, ByteString own) {
    return DEVICE.concat(signed.getDetails()).concat(own).concat(signed.getAccountSignatureKey());
  }

  private static boolean isAuthentic(ADVSignedDeviceIdentityHMAC sealed, ByteString secret) {
    byte[] details = sealed.getDetails().toByteArray();
    byte[] expected =
        sealed.getAccountType() == ADVEncryptionType.HOSTED
            ? Hmac.sha256(secret.toByteArray(), ACCOUNT_HOSTED.toByteArray(), details)
            : Hmac.sha256(secret.toByteArray(), details);
    return Hmac.matches(expected, sealed.getHmac().toByteArray());
  }

  private static ByteString prefix(int kind) {
    return ByteString.copyFrom(new byte[] {6, (byte) kind});
  }
}
