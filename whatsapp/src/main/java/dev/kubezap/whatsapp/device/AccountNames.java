package dev.kubezap.whatsapp.device;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.signal.SignalAddress;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The two names of one account, as far as they are known. A device may be named by either, so two
 * device jids are compared by this type and never by their text.
 *
 * @param phone the phone number without device
 * @param lid the LID without device
 */
public record AccountNames(Optional<Jid> phone, Optional<Jid> lid) {

  /** The names of this account. */
  public static AccountNames of(DeviceIdentity self) {
    return new AccountNames(Optional.of(self.jid().account()), self.lid().map(Jid::account));
  }

  /** The names of the account that a jid is of, by what is stored. */
  public static AccountNames read(Jid jid, Optional<DeviceIdentity> self, StateReader state) {
    Jid account = jid.account();
    Optional<AccountNames> own = self.map(AccountNames::of).filter(names -> names.contain(account));
    if (own.isPresent()) {
      return own.get();
    }
    if (account.isLid()) {
      return new AccountNames(state.read(new PhoneOfLid(account)), Optional.of(account));
    }
    return account.isPhoneNumber()
        ? new AccountNames(Optional.of(account), state.read(new LidOfPhone(account)))
        : new AccountNames(Optional.empty(), Optional.empty());
  }

  /** Whether a jid is of this account or of one of its devices. */
  public boolean contain(Jid jid) {
    Jid account = jid.account();
    return phone.filter(account::equals).isPresent() || lid.filter(account::equals).isPresent();
  }

  /** Under which name the Signal state of a device of this account is filed. */
  public SignalAddress address(Jid device) {
    return Address.of(device, lid);
  }

  /** The jid among others that names the same device of this account. */
  public Optional<Jid> find(Jid device, Collection<Jid> others) {
    return others.stream()
        .filter(other -> other.device() == device.device() && contain(other))
        .findFirst();
  }

  /** The jids that a device of this account may go by, the one by LID first. */
  public Stream<Jid> forms(Jid device) {
    return Stream.of(lid, phone)
        .flatMap(Optional::stream)
        .map(account -> account.withDevice(device.device()));
  }
}
