package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.device.DeviceList;
import dev.kubezap.whatsapp.device.DeviceListKey;
import dev.kubezap.whatsapp.device.DeviceSession;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.LidPairs;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.device.PreKeyBundles;
import dev.kubezap.whatsapp.device.Usync;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.jid.JidServer;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.token.Contact;
import dev.kubezap.whatsapp.token.TokenBuckets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What preparing a message to one account needs: where it goes, which devices there are, what is
 * shared with each, and what the server answered so far.
 *
 * @param target to whom
 * @param learned what the server's answers taught; stored with the outcome whatever it is
 * @param recipientDevices empty when they are not known
 * @param ownDevices empty when they are not known; without this device
 * @param sessions what is shared with each device, also sessions that can only receive
 * @param bundles what the server gave for devices that it was asked about
 * @param contact the tokens between the recipient and us
 * @param answered whether the last queries were answered at all
 */
record PreparationState(
    Target target,
    List<Change> learned,
    Optional<List<Jid>> recipientDevices,
    Optional<List<Jid>> ownDevices,
    Map<Jid, DeviceSession> sessions,
    Map<Jid, PreKeyBundles.Fetched> bundles,
    Contact contact,
    boolean answered) {

  /** Reads it all, taking the server's answers into account. */
  static PreparationState read(
      Jid to, List<Reply> replies, StateReader state, Turn turn, DeviceIdentity identity) {
    List<Usync.Listed> listed = new ArrayList<>();
    Map<Jid, PreKeyBundles.Fetched> bundles = new LinkedHashMap<>();
    boolean answered = true;
    boolean asked = false;
    for (Reply reply : replies) {
      if (reply instanceof Reply.Result(var iq)) {
        asked |= iq.child("usync").isPresent();
        listed.addAll(Usync.read(iq));
        bundles.putAll(PreKeyBundles.read(iq));
      } else {
        answered = false;
      }
    }
    Optional<Jid> storedLid = to.isPhoneNumber() ? state.read(new LidOfPhone(to)) : Optional.of(to);
    Optional<Jid> storedPhone = to.isLid() ? state.read(new PhoneOfLid(to)) : Optional.of(to);
    Optional<Jid> toldLid =
        listed.stream()
            .filter(l -> l.account().equals(to))
            .flatMap(l -> l.lid().stream())
            .findFirst();
    Target target =
        Target.of(
            to,
            storedPhone,
            toldLid.or(() -> storedLid),
            turn.connection().lidAddressing(),
            identity);
    List<Change> learned = learned(listed, state);
    // Most messages ask nothing.
    Set<Jid> theirs = listed.isEmpty() ? Set.of() : target.names();
    Set<Jid> ours = listed.isEmpty() ? Set.of() : identity.names();
    // What is said of others was asked before these names were known.
    boolean complete =
        asked
            && listed.stream()
                .map(Usync.Listed::account)
                .allMatch(account -> theirs.contains(account) || ours.contains(account));
    Optional<List<Jid>> recipients = devices(target.recipient(), theirs, listed, complete, state);
    Optional<List<Jid>> own =
        devices(target.self(), ours, listed, complete, state)
            .map(all -> all.stream().filter(d -> d.device() != identity.jid().device()).toList());
    Map<Jid, DeviceSession> sessions = new LinkedHashMap<>();
    recipients.ifPresent(
        all -> sessions.putAll(DeviceSession.read(all, target.recipientNames(), state)));
    own.ifPresent(
        all -> sessions.putAll(DeviceSession.read(all, AccountNames.of(identity), state)));
    Contact contact = Contact.read(target.recipient(), target.recipientLid(), state);
    return new PreparationState(
        target, learned, recipients, own, sessions, bundles, contact, answered);
  }

  /** What the server's lists teach: pairs of names, and devices under both. */
  static List<Change> learned(List<Usync.Listed> listed, StateReader state) {
    List<RecordKey<?>> pairs = new ArrayList<>();
    for (Usync.Listed account : listed) {
      if (account.lid().isPresent() && account.account().isPhoneNumber()) {
        pairs.add(new LidOfPhone(account.account()));
        pairs.add(new PhoneOfLid(account.lid().get()));
      }
    }
    Map<RecordKey<?>, Object> known = pairs.isEmpty() ? Map.of() : state.read(pairs);
    List<Change> changes = new ArrayList<>();
    for (Usync.Listed account : listed) {
      if (account.lid().isPresent() && account.account().isPhoneNumber()) {
        Jid lid = account.lid().get();
        changes.addAll(
            LidPairs.learn(
                account.account(),
                lid,
                new LidPairs.Known(
                    Optional.ofNullable((Jid) known.get(new LidOfPhone(account.account()))),
                    Optional.ofNullable((Jid) known.get(new PhoneOfLid(lid))))));
      }
      // Both names of an account have the same devices.
      account
          .devices()
          .ifPresent(
              list -> {
                changes.add(new Change.Put<>(new DeviceListKey(account.account()), list));
                account
                    .lid()
                    .filter(lid -> !lid.equals(account.account()))
                    .ifPresent(lid -> changes.add(new Change.Put<>(new DeviceListKey(lid), list)));
              });
    }
    return changes;
  }

  /**
   * The devices of an account.
   *
   * @param names its names: it may have been asked for by the other one, before the two were known
   *     to be one
   * @param complete whether an account that was not listed has no device
   */
  private static Optional<List<Jid>> devices(
      Jid account, Set<Jid> names, List<Usync.Listed> listed, boolean complete, StateReader state) {
    Optional<DeviceList> told =
        listed.stream()
            .filter(l -> names.contains(l.account()) || l.lid().filter(names::contains).isPresent())
            .findFirst()
            .map(l -> l.devices().orElseGet(() -> new DeviceList(List.of())));
    return told.or(() -> state.read(new DeviceListKey(account)))
        // An answer that leaves an account out says that it has no device.
        .or(() -> complete ? Optional.of(new DeviceList(List.of())) : Optional.empty())
        .map(list -> list.devices().stream().map(device -> jid(account, device)).toList());
  }

  private static Jid jid(Jid account, DeviceList.Device device) {
    if (!device.hosted()) {
      return account.withDevice(device.id());
    }
    JidServer server = account.isLid() ? JidServer.HOSTED_LID : JidServer.HOSTED;
    return new Jid(account.user(), device.id(), server);
  }

  /**
   * Accounts to ask for: both, when the devices of one are not known. An answer that leaves the
   * recipient out says that there is no such account, so each must be about it; and what is known
   * of it now may be forgotten before the answer comes.
   */
  List<Jid> unlisted() {
    if (recipientDevices.isPresent() && (ownDevices.isPresent() || target.isSelf())) {
      return List.of();
    }
    return target.isSelf()
        ? List.of(target.recipient())
        : List.of(target.recipient(), target.self());
  }

  /** Every device that is to get the message, ours last; the recipient's come first. */
  List<Jid> devices() {
    List<Jid> all = new ArrayList<>();
    if (!target.isSelf()) {
      all.addAll(recipientDevices.orElse(List.of()));
    }
    all.addAll(ownDevices.orElse(List.of()));
    return all;
  }

  /** Devices with which there is no usable session and about which the server was not asked yet. */
  List<Jid> unknownDevices() {
    return keys().unknown(devices());
  }

  /** The recipient's token, which goes along with what it is sent. */
  Optional<ByteString> token(Instant now) {
    return target.isSelf()
        ? Optional.empty()
        : contact.token().valid(TokenBuckets.received(contact.properties()), now);
  }

  /** Whether the recipient is to get our token after this message. */
  boolean issuesToken(Instant now) {
    return !target.isSelf()
        && contact.token().mayIssue(TokenBuckets.sent(contact.properties()), now);
  }

  /** What messages to the devices can be encrypted with. */
  DeviceKeys keys() {
    return new DeviceKeys(sessions, bundles);
  }

  /** The same, with these devices alone. */
  PreparationState only(List<Jid> devices) {
    return new PreparationState(
        target,
        learned,
        recipientDevices.map(all -> all.stream().filter(devices::contains).toList()),
        ownDevices.map(all -> all.stream().filter(devices::contains).toList()),
        sessions,
        bundles,
        contact,
        answered);
  }
}
