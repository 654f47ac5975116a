package dev.kubezap.whatsapp.pairing;

import dev.kubezap.whatsapp.noise.ClientProfile;
import java.util.Optional;

/**
 * How this session pairs.
 *
 * @param phoneNumber pair by code with this number and refuse any other; digits only
 * @param deviceName what the phone lists, such as {@code Chrome (Linux)}
 */
public record PairingSettings(Optional<String> phoneNumber, String deviceName) {

  /** The name in the form that pairing by code sends. */
  String linkCodeName() {
    return ClientProfile.linkCodeName(deviceName);
  }

  /** The number of this kind of device, as it registers. */
  int platform() {
    return ClientProfile.platformNumber(deviceName);
  }
}
