package dev.kubezap.simulator.pairing;

import dev.kubezap.simulator.crypto.Bytes;

/**
 * What a companion's QR code says.
 *
 * @param ref names the connection that shows it
 * @param noiseKey the companion's noise key
 * @param identityKey the companion's Signal identity
 * @param advSecret authenticates the signed identity to the companion
 * @param clientType such as 1 for Chrome
 */
public record QrCode(
    String ref, Bytes noiseKey, Bytes identityKey, Bytes advSecret, String clientType) {
  private static final String PREFIX = "https://wa.me/settings/linked_devices#";
  private static final int KEY = 32;

  /** Reads the text of a code; throws {@link PairingException} when a phone would not take it. */
  public static QrCode parse(String text) {
    String fields = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    String[] parts = fields.strip().split(",", -1);
    if (parts.length != 5) {
      throw new PairingException(
          "A QR code has 5 fields, this one " + parts.length + ": not a current companion's");
    }
    try {
      QrCode code =
          new QrCode(
              parts[0],
              Bytes.base64(parts[1]),
              Bytes.base64(parts[2]),
              Bytes.base64(parts[3]),
              parts[4]);
      if (code.noiseKey.size() != KEY
          || code.identityKey.size() != KEY
          || code.advSecret.size() != KEY) {
        throw new PairingException("The keys in a QR code have 32 bytes");
      }
      return code;
    } catch (IllegalArgumentException e) {
      throw new PairingException("The keys in a QR code are base64: " + e.getMessage());
    }
  }
}
