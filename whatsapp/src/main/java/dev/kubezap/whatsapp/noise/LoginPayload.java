package dev.kubezap.whatsapp.noise;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;

/**
 * What a paired device says of itself. The noise key in the handshake authenticates it; this names
 * it.
 *
 * @param profile version and names
 * @param device our own device by phone number, such as {@code 4915112345678:7@s.whatsapp.net}
 * @param lidMigrated whether the account's direct chats are addressed by LID
 * @param loginCount logins since pairing, this one included
 * @param attempt connections tried since the last login, 0 for the first
 */
public record LoginPayload(
    ClientProfile profile, Jid device, boolean lidMigrated, int loginCount, int attempt) {

  /** Refuses an address that is not a linked device's phone-number form. */
  public LoginPayload {
    if (!device.isPhoneNumber() || !device.user().matches("[0-9]{1,19}") || device.device() == 0) {
      throw new IllegalArgumentException(
          "A login names a linked device by phone number, such as"
              + " 4915112345678:7@s.whatsapp.net");
    }
  }

  /** The bytes for the handshake. */
  public ByteString encoded() {
    return profile
        .payload()
        .setUsername(Long.parseUnsignedLong(device.user()))
        .setDevice(device.device())
        .setPassive(true)
        .setPull(true)
        .setLidDbMigrated(lidMigrated)
        .setLc(loginCount)
        .setConnectAttemptCount(attempt)
        .build()
        .toByteString();
  }
}
