package dev.kubezap.whatsapp.pairing;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A pairing code and what belongs to it.
 *
 * @param phoneNumber the number that it links, digits only
 * @param code 8 characters
 * @param ephemeral the key pair whose public key travels wrapped with the code
 * @param ref names the request; empty until the server answered
 * @param confirmations how often a phone confirmed it
 */
record CodeRequest(
    String phoneNumber,
    String code,
    KeyPair ephemeral,
    Optional<ByteString> ref,
    Instant expiresAt,
    int confirmations) {

  /** How long a code can be typed, from its making (PROTOCOL-2026 4). */
  static final Duration LIFE = Duration.ofMinutes(3);

  /** How often one code may be confirmed. */
  static final int CONFIRMATIONS = 3;

  /** With the server's name for it. */
  CodeRequest withRef(ByteString given) {
    return new CodeRequest(
        phoneNumber, code, ephemeral, Optional.of(given), expiresAt, confirmations);
  }

  /** Confirmed once more. */
  CodeRequest confirmed() {
    return new CodeRequest(phoneNumber, code, ephemeral, ref, expiresAt, confirmations + 1);
  }

  /** As it is shown: {@code XXXX-XXXX}. */
  String shown() {
    return LinkCode.shown(code);
  }

  /** Leaves out the code, which is a secret. */
  @Override
  public String toString() {
    return "CodeRequest[until " + expiresAt + "]";
  }
}
