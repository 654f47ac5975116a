package dev.kubezap.simulator.pairing;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.proto.ClientPayload;
import dev.kubezap.simulator.world.DeviceLink;
import dev.kubezap.simulator.world.KeyBundle;
import dev.kubezap.simulator.world.SignedPreKey;

/**
 * A connection of a companion that is not linked yet.
 *
 * @param link reaches it
 * @param noiseKey authenticates it
 * @param keys its Signal keys, without one-time keys
 */
public record Registration(DeviceLink link, Bytes noiseKey, KeyBundle keys) {
  /** Reads what a companion registers with. */
  public static Registration of(
      DeviceLink link, Bytes noiseKey, ClientPayload.DevicePairingData data) {
    SignedPreKey signedPreKey =
        new SignedPreKey(
            (int) Bytes.of(data.getSignedPrekeyId()).toNumber(),
            Bytes.of(data.getSignedPrekeyValue()),
            Bytes.of(data.getSignedPrekeySignature()));
    KeyBundle keys =
        new KeyBundle(
            (int) Bytes.of(data.getRegistrationId()).toNumber(),
            Bytes.of(data.getIdentity()),
            signedPreKey);
    return new Registration(link, noiseKey, keys);
  }
}
