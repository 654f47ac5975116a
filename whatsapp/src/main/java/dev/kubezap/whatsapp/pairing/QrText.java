package dev.kubezap.whatsapp.pairing;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Base64;

/** What a QR code says (PROTOCOL.md 6). */
final class QrText {
  /**
   * Lets the camera of a phone open WhatsApp; WhatsApp's own scanner reads the code with and
   * without it.
   */
  private static final String PREFIX = "https://wa.me/settings/linked_devices#";

  /** The kind of browser that the device claims to be: Chrome. */
  private static final String CLIENT_TYPE = "1";

  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration OTHERS = Duration.ofSeconds(20);

  private QrText() {}

  /** The text for the ref on show. */
  static String of(PairingAttempt attempt) {
    return PREFIX
        + String.join(
            ",",
            attempt.refs().get(attempt.shown()).toStringUtf8(),
            base64(attempt.noiseKey().publicKey().bytes()),
            base64(attempt.identityKey().publicKey().bytes()),
            base64(attempt.advSecret()),
            CLIENT_TYPE);
  }

  /** How long the ref at this place is shown. */
  static Duration life(int place) {
    return place == 0 ? FIRST : OTHERS;
  }

  private static String base64(ByteString bytes) {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
