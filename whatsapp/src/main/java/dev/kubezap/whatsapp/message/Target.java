package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.device.Address;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.signal.SignalAddress;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * To whom a direct message goes, in one namespace: the recipient, this account and every device are
 * all named by LID or all by phone number (PROTOCOL-2026 3).
 *
 * @param recipient without device
 * @param recipientPhone told along when the recipient is named by LID
 * @param recipientLid files the Signal sessions
 * @param self this account, in the same namespace
 * @param selfLid files the Signal sessions with our own devices
 */
record Target(
    Jid recipient,
    Optional<Jid> recipientPhone,
    Optional<Jid> recipientLid,
    Jid self,
    Optional<Jid> selfLid) {

  /**
   * Chooses the namespace.
   *
   * @param to the recipient as accepted
   * @param phone its phone number, when known
   * @param lid its LID, when known
   * @param byLid whether this account's direct messages go to LIDs
   */
  static Target of(
      Jid to, Optional<Jid> phone, Optional<Jid> lid, boolean byLid, DeviceIdentity identity) {
    Optional<Jid> selfLid = identity.lid().map(Jid::account);
    boolean hidden = selfLid.isPresent() && lid.isPresent() && (byLid || phone.isEmpty());
    Jid recipient = hidden ? lid.get() : phone.orElse(to);
    return new Target(
        recipient,
        phone.filter(number -> !number.equals(recipient)),
        lid,
        hidden ? selfLid.get() : identity.jid().account(),
        selfLid);
  }

  /** Under which name a device of either side is filed, whichever of its two names it goes by. */
  SignalAddress address(Jid device) {
    boolean theirs =
        Stream.concat(Stream.of(recipient), recipientPhone.stream())
            .anyMatch(device.account()::equals);
    return Address.of(device, theirs ? recipientLid : selfLid);
  }

  /** Both names of the recipient, as far as they are known. */
  AccountNames recipientNames() {
    return new AccountNames(
        recipient.isPhoneNumber() ? Optional.of(recipient) : recipientPhone, recipientLid);
  }

  /** The names of the recipient, by which its chat may be filed. */
  Set<Jid> names() {
    return Stream.of(Optional.of(recipient), recipientPhone, recipientLid)
        .flatMap(Optional::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether it is a message to oneself. */
  boolean isSelf() {
    return recipient.equals(self);
  }
}
