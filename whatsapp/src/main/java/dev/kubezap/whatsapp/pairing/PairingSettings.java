package dev.kubezap.whatsapp.pairing;

import dev.kubezap.whatsapp.noise.ClientProfile;
import java.util.Optional;

/**
 * How this session pairs.
 *
 * @param phoneNumber pair by code with this number and refuse any other; digits only
 * @param deviceName what the phone lists, {@code Browser (OS)}
 */
public record PairingSettings(Optional<String> phoneNumber, String deviceName) {

  /** The number of this kind of device, as it registers. */
  int platform() {
    return ClientProfile.platformNumber(deviceName);
  }
}
