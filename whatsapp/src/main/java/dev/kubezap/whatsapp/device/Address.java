package dev.kubezap.whatsapp.device;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.signal.SignalAddress;
import java.util.Optional;

/**
 * Under which name the Signal state of a device is filed.
 *
 * <p>One session per device, under its LID when that is known, whichever of the two identities a
 * stanza names (PROTOCOL-2026 3).
 */
public final class Address {

  private Address() {}

  /**
   * The address of a device.
   *
   * @param device a device's jid, by phone number or LID
   * @param lid the LID of its account, when known
   */
  public static SignalAddress of(Jid device, Optional<Jid> lid) {
    Jid account = device.isPhoneNumber() ? lid.orElse(device) : device;
    return new SignalAddress(account.account().toString(), device.device());
  }
}
