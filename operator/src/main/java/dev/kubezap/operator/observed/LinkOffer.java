package dev.kubezap.operator.observed;

import java.time.Instant;
import java.util.Optional;

/**
 * What links the device to whoever scans or enters it.
 *
 * @param qr content of the QR code
 * @param code pairing code, such as {@code ABCD-1234}
 * @param expiresAt until when it can be used
 */
public record LinkOffer(Optional<String> qr, Optional<String> code, Instant expiresAt) {

  /** Hides both. */
  @Override
  public String toString() {
    return "LinkOffer[expiresAt=" + expiresAt + "]";
  }
}
