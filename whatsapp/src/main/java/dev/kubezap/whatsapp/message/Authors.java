package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** By which names whoever wrote something is known. */
public final class Authors {

  private Authors() {}

  /** The names of this account; none before it is paired. */
  static Set<Jid> own(Optional<DeviceIdentity> self) {
    return self.map(AccountNames::of).map(Authors::all).orElseGet(Set::of);
  }

  /** The names of an account, by what is stored, and the one given. */
  public static Set<Jid> of(Jid account, Optional<DeviceIdentity> self, StateReader state) {
    Set<Jid> names = new LinkedHashSet<>();
    names.add(account.account());
    names.addAll(all(AccountNames.read(account, self, state)));
    return names;
  }

  /** The names of a message's sender; in a direct chat also what the message knows of them. */
  static Set<Jid> of(StoredMessage message, Optional<DeviceIdentity> self, StateReader state) {
    if (message.fromMe()) {
      return own(self);
    }
    if (!message.chat().isUser()) {
      return of(message.sender(), self, state);
    }
    Set<Jid> names = new LinkedHashSet<>();
    names.add(message.chat());
    message.chatLid().ifPresent(names::add);
    return names;
  }

  /** Whether this account administers a group. */
  static boolean administers(Optional<DeviceIdentity> self, Optional<Group> group) {
    return administers(own(self), group);
  }

  /** Whether an account administers a group; not as long as nothing is known of the group. */
  static boolean administers(Set<Jid> names, Optional<Group> group) {
    return group.stream()
        .flatMap(of -> of.participants().stream())
        .filter(one -> names.stream().anyMatch(one::is))
        .anyMatch(one -> one.role().isAdmin());
  }

  private static Set<Jid> all(AccountNames names) {
    Set<Jid> all = new LinkedHashSet<>();
    names.phone().ifPresent(all::add);
    names.lid().ifPresent(all::add);
    return all;
  }
}
