package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who sees what this account puts into the status feed: the accounts that its caller named, and its
 * own devices. They are a group that nobody described, so that it is written as for a group.
 */
final class StatusAudience {

  private StatusAudience() {}

  /**
   * That of a message; what changes one goes to those who see that.
   *
   * @return addressed by LID where all are known by theirs, else by phone number where all are
   */
  static Group of(OutgoingMessage outgoing, DeviceIdentity self, StateReader state) {
    List<AccountNames> names = new ArrayList<>();
    outgoing.changes().flatMap(state::outgoing).orElse(outgoing).devices().stream()
        .map(Jid::account)
        .filter(account -> !Origin.isOwn(account, self))
        .distinct()
        .sorted()
        .map(account -> AccountNames.read(account, Optional.of(self), state))
        .forEach(names::add);
    names.add(AccountNames.of(self));
    boolean byLid =
        names.stream().allMatch(one -> one.lid().isPresent())
            || names.stream().anyMatch(one -> one.phone().isEmpty());
    return new Group(
        Jid.STATUS,
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new Group.Settings(false, false, false, false, Duration.ZERO),
        byLid ? Group.Addressing.LID : Group.Addressing.PHONE_NUMBER,
        Optional.empty(),
        names.stream().distinct().flatMap(one -> participant(one).stream()).toList());
  }

  private static Optional<GroupParticipant> participant(AccountNames names) {
    Optional<Jid> jid = names.lid().or(names::phone);
    return jid.map(
        named ->
            new GroupParticipant(
                named,
                names.phone().filter(phone -> !phone.equals(named)),
                GroupParticipant.Role.MEMBER,
                Optional.empty()));
  }
}
