package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.device.DeviceList;
import dev.kubezap.whatsapp.device.DeviceListKey;
import dev.kubezap.whatsapp.device.DeviceSession;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PreKeyBundles;
import dev.kubezap.whatsapp.device.Usync;
import dev.kubezap.whatsapp.group.GroupKey;
import dev.kubezap.whatsapp.group.GroupQueries;
import dev.kubezap.whatsapp.group.LearnGroup;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.senderkey.GroupKeys;
import dev.kubezap.whatsapp.senderkey.GroupKeysKey;
import dev.kubezap.whatsapp.signal.SignalAddress;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What preparing a message to a group needs: who is in it, by which devices, who has our sender
 * key, and what the server answered so far.
 *
 * @param group empty when it is not described
 * @param refused the code by which the service refused to describe it: this account is not in it
 * @param answered whether the last queries were answered at all
 * @param learned what the server's answers taught; stored with the outcome whatever it is
 * @param self this account, in the namespace of the group
 * @param names of every account, by its address in the group
 * @param unlisted accounts whose devices are not known
 * @param devices all that are to read it, without this one
 * @param ownKeys our sender key, when nobody has it who is in the group no more
 * @param lacking the devices that do not have it
 * @param keys what is shared with those
 */
record GroupPreparation(
    Optional<Group> group,
    OptionalInt refused,
    boolean answered,
    Outcome learned,
    Jid self,
    Map<Jid, AccountNames> names,
    List<Jid> unlisted,
    List<Jid> devices,
    Optional<GroupKeys> ownKeys,
    List<Jid> lacking,
    DeviceKeys keys) {

  /** What the server said. */
  private static final class Told {
    private final List<Usync.Listed> listed = new ArrayList<>();
    private final Map<Jid, PreKeyBundles.Fetched> bundles = new LinkedHashMap<>();
    private Optional<Group> group = Optional.empty();
    private OptionalInt refused = OptionalInt.empty();
    private boolean answered = true;
    private boolean listings;

    private Told(Jid to, List<Reply> replies) {
      for (Reply reply : replies) {
        switch (reply) {
          case Reply.Result(var iq) -> {
            listings |= iq.child("usync").isPresent();
            listed.addAll(Usync.read(iq));
            bundles.putAll(PreKeyBundles.read(iq));
            group = group.or(() -> GroupQueries.read(iq).filter(one -> one.id().equals(to)));
          }
          case Reply.Refused(int code, var _, var _)
              when code == 401 || code == 403 || code == 404 ->
              refused = OptionalInt.of(code);
          case Reply.Refused _, Reply.Missing _ -> answered = false;
        }
      }
    }
  }

  /**
   * Reads it all, taking the server's answers into account. Each stanza for the status feed brings
   * our key to everybody who sees it: the service learns from that whom it is for.
   */
  static GroupPreparation read(
      OutgoingMessage outgoing,
      List<Reply> replies,
      StateReader state,
      Turn turn,
      DeviceIdentity identity) {
    Jid to = outgoing.to();
    Told told = new Told(to, replies);
    Optional<Group> group =
        to.isStatus()
            ? Optional.of(StatusAudience.of(outgoing, identity, state))
            : told.group.or(() -> GroupKey.read(to, state));
    Outcome.Builder learned = Outcome.builder();
    told.group.ifPresent(described -> learned.add(LearnGroup.described(described, turn)));
    learned.changes(PreparationState.learned(told.listed, state));
    boolean byLid = group.filter(one -> one.addressing() == Group.Addressing.LID).isPresent();
    Jid self = identity.lid().filter(_ -> byLid).map(Jid::account).orElse(identity.jid().account());
    Map<Jid, AccountNames> names =
        group.map(one -> names(one, identity, self, state)).orElse(Map.of());
    Map<Jid, DeviceList> lists = lists(names, told, state, learned);
    List<Jid> devices = new ArrayList<>();
    lists.forEach(
        (account, list) ->
            list.devices().stream()
                // The service's own devices are no members of groups (PROTOCOL-2026 5).
                .filter(device -> !device.hosted())
                .map(device -> account.withDevice(device.id()))
                .filter(device -> !device.equals(self.withDevice(identity.jid().device())))
                .forEach(devices::add));
    List<SignalAddress> present = devices.stream().map(device -> address(device, names)).toList();
    Optional<GroupKeys> ownKeys =
        state
            .read(new GroupKeysKey(to))
            .map(keys -> keys.carrier().isPresent() ? settled(keys, state) : keys)
            .filter(keys -> keys.isOnlyWith(present));
    List<Jid> lacking =
        devices.stream()
            .filter(
                device ->
                    to.isStatus()
                        || ownKeys
                            .filter(keys -> keys.holders().contains(address(device, names)))
                            .isEmpty())
            .toList();
    Map<Jid, AccountNames> ofLacking = new LinkedHashMap<>();
    lacking.forEach(device -> ofLacking.put(device, names.get(device.account())));
    return new GroupPreparation(
        group,
        told.refused,
        told.answered,
        learned.build(),
        self,
        names,
        names.keySet().stream().filter(account -> !lists.containsKey(account)).toList(),
        List.copyOf(devices),
        ownKeys,
        lacking,
        new DeviceKeys(DeviceSession.read(ofLacking, state), told.bundles));
  }

  /** What was not acknowledged and is under way no more was taken, when its message shows it. */
  private static GroupKeys settled(GroupKeys keys, StateReader state) {
    boolean taken =
        keys.carrier()
            .flatMap(state::message)
            .filter(
                message ->
                    switch (message.status()) {
                      case SENT, DELIVERED, READ, PLAYED -> true;
                      default -> false;
                    })
            .isPresent();
    return keys.settled(taken);
  }

  /** Every account of the group by its address there, ours included. */
  private static Map<Jid, AccountNames> names(
      Group group, DeviceIdentity identity, Jid self, StateReader state) {
    List<RecordKey<?>> pairs = new ArrayList<>();
    for (GroupParticipant one : group.participants()) {
      if (one.lid().isEmpty()) {
        one.phone().ifPresent(phone -> pairs.add(new LidOfPhone(phone)));
      }
    }
    Map<RecordKey<?>, Object> lids = pairs.isEmpty() ? Map.of() : state.read(pairs);
    Map<Jid, AccountNames> names = new LinkedHashMap<>();
    for (GroupParticipant one : group.participants()) {
      Optional<Jid> lid =
          one.lid()
              .or(
                  () ->
                      one.phone()
                          .flatMap(
                              phone -> Optional.ofNullable((Jid) lids.get(new LidOfPhone(phone)))));
      Optional<Jid> named = group.addressing() == Group.Addressing.LID ? lid : one.phone();
      boolean ours = one.is(identity.jid()) || identity.lid().filter(one::is).isPresent();
      names.put(
          ours ? self : named.orElse(one.jid()),
          ours ? AccountNames.of(identity) : new AccountNames(one.phone(), lid));
    }
    return names;
  }

  private static Map<Jid, DeviceList> lists(
      Map<Jid, AccountNames> names, Told told, StateReader state, Outcome.Builder learned) {
    Map<RecordKey<?>, Object> stored =
        names.isEmpty()
            ? Map.of()
            : state.read(names.keySet().stream().map(DeviceListKey::new).toList());
    Map<Jid, DeviceList> lists = new LinkedHashMap<>();
    names.forEach(
        (account, names1) -> {
          DeviceListKey key = new DeviceListKey(account);
          Optional<DeviceList> list =
              told.listed.stream()
                  .filter(
                      one ->
                          names1.contain(one.account())
                              || one.lid().filter(names1::contain).isPresent())
                  .findFirst()
                  .flatMap(Usync.Listed::devices)
                  .or(() -> Optional.ofNullable((DeviceList) stored.get(key)));
          if (list.isEmpty() && told.listings) {
            // An answer that leaves an account out says that it has no device.
            list = Optional.of(new DeviceList(List.of()));
            learned.change(new Change.Put<>(key, list.get()));
          }
          list.ifPresent(found -> lists.put(account, found));
        });
    return lists;
  }

  /** Whether this account is in the group. */
  boolean isMember() {
    return names.containsKey(self);
  }

  /** Under which name a device is filed. */
  SignalAddress address(Jid device) {
    return address(device, names);
  }

  private static SignalAddress address(Jid device, Map<Jid, AccountNames> names) {
    AccountNames of = names.get(device.account());
    return (of == null ? new AccountNames(Optional.empty(), Optional.empty()) : of).address(device);
  }
}
