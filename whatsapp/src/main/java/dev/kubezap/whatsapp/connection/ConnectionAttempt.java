package dev.kubezap.whatsapp.connection;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.KeyPair;
import java.util.Optional;

/**
 * As whom to connect.
 *
 * @param id of the connection to be made
 * @param noiseKey the device's noise key pair, which is its login
 * @param clientPayload a {@link dev.kubezap.whatsapp.noise.LoginPayload} or {@link
 *     dev.kubezap.whatsapp.noise.RegistrationPayload}, encoded
 * @param routingInfo what the service gave for the next connection in {@code edge_routing}
 */
public record ConnectionAttempt(
    ConnectionId id, KeyPair noiseKey, ByteString clientPayload, Optional<ByteString> routingInfo) {

  /** Hides keys. */
  @Override
  public String toString() {
    return "ConnectionAttempt[" + id + "]";
  }
}
