package dev.kubezap.whatsapp.pairing;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.model.DeviceIdentity.SignedPreKeyRecord;
import dev.kubezap.whatsapp.prekey.SignedPreKeys;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A device that waits to be linked. It keeps its keys until it is, over connections and restarts;
 * only the secret is renewed.
 *
 * @param registrationId Signal's, 1..16380
 * @param advSecret authenticates what the phone signs, 32 bytes
 * @param refs what the server gave to name the present connection, in the order of showing; empty
 *     without a connection
 * @param shown the place in {@code refs} of the one on show
 * @param code the pairing code that was asked for, when one lives
 * @param passkey what the service demands before it links the device, over the present connection
 * @param refusal why the last phone that tried was refused, in kebab case
 */
public record PairingAttempt(
    KeyPair noiseKey,
    KeyPair identityKey,
    int registrationId,
    SignedPreKeyRecord signedPreKey,
    ByteString advSecret,
    List<ByteString> refs,
    int shown,
    Optional<CodeRequest> code,
    Optional<PasskeyExchange> passkey,
    Optional<String> refusal) {

  /** Length of the secret. */
  static final int SECRET_LENGTH = 32;

  private static final int REGISTRATION_IDS = 16_380;

  public PairingAttempt {
    refs = List.copyOf(refs);
  }

  /** A new device with keys of its own. */
  public static PairingAttempt begin(RandomBytes random, Instant now) {
    KeyPair identity = Curve25519.generate(random);
    byte[] id = random.next(2);
    return new PairingAttempt(
        Curve25519.generate(random),
        identity,
        ((id[0] & 0xff) << 8 | (id[1] & 0xff)) % REGISTRATION_IDS + 1,
        SignedPreKeys.generate(SignedPreKeys.FIRST_ID, identity, random, now),
        ByteString.copyFrom(random.next(SECRET_LENGTH)),
        List.of(),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** With the refs of a connection, the first on show. */
  PairingAttempt withRefs(List<ByteString> given) {
    return changed(advSecret, given, 0, code, Optional.empty(), refusal);
  }

  /** Without a connection: nothing can be scanned and no code can be typed. */
  public PairingAttempt disconnected() {
    return changed(advSecret, List.of(), 0, Optional.empty(), Optional.empty(), refusal);
  }

  /** With another ref on show. */
  PairingAttempt showing(int place) {
    return changed(advSecret, refs, place, code, passkey, refusal);
  }

  /** With another secret. */
  PairingAttempt withSecret(ByteString secret) {
    return changed(secret, refs, shown, code, passkey, refusal);
  }

  /** With a code, or without one. */
  PairingAttempt withCode(Optional<CodeRequest> request) {
    return changed(advSecret, refs, shown, request, passkey, refusal);
  }

  /** With a passkey that is demanded, or as far as its proof has come. */
  PairingAttempt withPasskey(PasskeyExchange exchange) {
    return changed(advSecret, refs, shown, code, Optional.of(exchange), refusal);
  }

  /** After a phone was refused: what it saw is of no use any more. */
  PairingAttempt refused(String why, ByteString secret) {
    return changed(secret, List.of(), 0, Optional.empty(), Optional.empty(), Optional.of(why));
  }

  private PairingAttempt changed(
      ByteString secret,
      List<ByteString> given,
      int place,
      Optional<CodeRequest> request,
      Optional<PasskeyExchange> exchange,
      Optional<String> why) {
    return new PairingAttempt(
        noiseKey,
        identityKey,
        registrationId,
        signedPreKey,
        secret,
        given,
        place,
        request,
        exchange,
        why);
  }

  /** Whether a QR code can be shown. */
  boolean isShowing() {
    return shown < refs.size();
  }

  /** Leaves out every key. */
  @Override
  public String toString() {
    return "PairingAttempt[" + refs.size() + " refs, code=" + code.isPresent() + "]";
  }
}
