package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.PublicKey;
import java.util.Optional;

/**
 * What the server hands out to start a session with a device.
 *
 * @param registrationId of the device
 * @param oneTime absent when the device has none left on the server
 */
public record PreKeyBundle(
    int registrationId, RemoteIdentityKey identity, Signed signed, Optional<OneTime> oneTime) {

  /** The device's signed prekey; {@link X3dh#initiate} checks the signature. */
  public record Signed(int id, PublicKey key, ByteString signature) {}

  /** One of the device's one-time prekeys. */
  public record OneTime(int id, PublicKey key) {}
}
