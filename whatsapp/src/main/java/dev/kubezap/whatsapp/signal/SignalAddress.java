package dev.kubezap.whatsapp.signal;

/**
 * Whom a session is with.
 *
 * @param name the account, in the form the store files sessions under; not empty
 * @param deviceId the device of that account, 0 for the phone
 */
public record SignalAddress(String name, int deviceId) {
  /** Checks that there is a name and that the device is not negative. */
  public SignalAddress {
    if (name.isEmpty() || deviceId < 0) {
      throw new IllegalArgumentException("no address: '" + name + "' device " + deviceId);
    }
  }

  /** {@code name.device}, the customary text form. */
  @Override
  public String toString() {
    return name + "." + deviceId;
  }
}
