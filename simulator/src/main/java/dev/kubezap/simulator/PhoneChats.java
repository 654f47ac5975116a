package dev.kubezap.simulator;

import dev.kubezap.simulator.appstate.AppStateDesk;
import dev.kubezap.simulator.proto.SyncContact;
import dev.kubezap.simulator.proto.SyncDeletion;
import dev.kubezap.simulator.proto.SyncFlag;
import dev.kubezap.simulator.proto.SyncFlagWithRange;
import dev.kubezap.simulator.proto.SyncMute;
import dev.kubezap.simulator.proto.SyncName;
import dev.kubezap.simulator.proto.SyncRange;
import dev.kubezap.simulator.proto.SyncRangeOnly;
import dev.kubezap.simulator.proto.SyncValue;
import dev.kubezap.simulator.server.ChatService;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people do with chats, contacts and messages on their phones, which their companions are told
 * by app state, and what companions did. Chats are addresses, as in {@code
 * 4915110000002@s.whatsapp.net}. All methods may be called from any thread.
 */
public final class PhoneChats {
  private static final String LOW = "regular_low";
  private static final String HIGH = "regular_high";
  private static final String CONTACTS = "critical_unblock_low";

  private final World world;
  private final ChatService service;

  PhoneChats(World world, ChatService service) {
    this.world = world;
    this.service = service;
  }

  private Account account(String number) {
    return world
        .byNumber(number.replaceAll("[^0-9]", ""))
        .orElseThrow(() -> new IllegalArgumentException("There is no account " + number));
  }

  /** Sets an entry, or removes it without a value. */
  public void edit(
      String number, String collection, int version, Optional<SyncValue> value, String... index) {
    edit(number, collection, List.of(new AppStateDesk.Edit(json(index), value, version)));
  }

  private void edit(String number, String collection, List<AppStateDesk.Edit> edits) {
    world.locking(() -> service.appState().edit(account(number), collection, edits));
  }

  private static String json(String... index) {
    return "[\"" + String.join("\",\"", index) + "\"]";
  }

  private static SyncValue.Builder value() {
    return SyncValue.newBuilder().setTimestamp(System.currentTimeMillis());
  }

  /** Archives a chat, or takes it back. */
  public void archive(String number, String chat, boolean on) {
    var action = SyncFlagWithRange.newBuilder().setOn(on);
    edit(number, LOW, 3, Optional.of(value().setArchive(action).build()), "archive", chat);
  }

  /** Pins a chat, or takes it back. */
  public void pin(String number, String chat, boolean on) {
    var action = SyncFlag.newBuilder().setOn(on);
    edit(number, LOW, 5, Optional.of(value().setPin(action).build()), "pin_v1", chat);
  }

  /** Mutes a chat until then, or not any more. */
  public void mute(String number, String chat, Optional<Instant> until) {
    SyncMute.Builder action = SyncMute.newBuilder().setMuted(until.isPresent());
    until.ifPresent(end -> action.setEnd(end.toEpochMilli()));
    edit(number, HIGH, 2, Optional.of(value().setMute(action).build()), "mute", chat);
  }

  /** Marks a chat as read or unread. */
  public void markRead(String number, String chat, boolean read) {
    var action = SyncFlagWithRange.newBuilder().setOn(read);
    edit(number, LOW, 3, Optional.of(value().setMarkRead(action).build()), "markChatAsRead", chat);
  }

  /** Removes what is in a chat until then. */
  public void clear(String number, String chat, Instant until) {
    SyncRangeOnly action = range(until);
    var set = Optional.of(value().setClearChat(action).build());
    edit(number, HIGH, 6, set, "clearChat", chat, "1", "0");
  }

  /** Removes a chat with what is in it until then. */
  public void delete(String number, String chat, Instant until) {
    SyncRangeOnly action = range(until);
    edit(
        number,
        HIGH,
        6,
        Optional.of(value().setDeleteChat(action).build()),
        "deleteChat",
        chat,
        "1");
  }

  private static SyncRangeOnly range(Instant until) {
    return SyncRangeOnly.newBuilder()
        .setRange(SyncRange.newBuilder().setLastMessage(until.getEpochSecond()))
        .build();
  }

  /** Stars a message of a direct chat, or takes the star back. */
  public void star(String number, String chat, String id, boolean fromMe, boolean on) {
    var action = Optional.of(value().setStar(SyncFlag.newBuilder().setOn(on)).build());
    edit(number, HIGH, 2, action, "star", chat, id, fromMe ? "1" : "0", "0");
  }

  /** Deletes a message of a direct chat for this account. */
  public void deleteForMe(String number, String chat, String id, boolean fromMe) {
    var action = SyncDeletion.newBuilder().setDeleteMedia(false);
    var set = Optional.of(value().setDeleteForMe(action).build());
    edit(number, HIGH, 3, set, "deleteMessageForMe", chat, id, fromMe ? "1" : "0", "0");
  }

  /** Writes contacts into the address book, all by one patch: names by addresses. */
  public void name(String number, Map<String, String> names) {
    edit(
        number,
        CONTACTS,
        names.entrySet().stream()
            .map(
                one ->
                    new AppStateDesk.Edit(
                        json("contact", one.getKey()),
                        Optional.of(
                            value()
                                .setContact(
                                    SyncContact.newBuilder()
                                        .setFullName(one.getValue())
                                        .setFirstName(one.getValue().split(" ", 2)[0]))
                                .build()),
                        2))
            .toList());
  }

  /** Takes a contact out of the address book. */
  public void forget(String number, String contact) {
    edit(number, CONTACTS, 2, Optional.empty(), "contact", contact);
  }

  /** Labels, and what bears them. */
  public PhoneLabels labels() {
    return new PhoneLabels(this);
  }

  /** What the phone reads in all entries of a collection, by their indexes. */
  Map<String, SyncValue> values(String number, String collection) {
    return world.locked(() -> service.appState().values(account(number), collection));
  }

  /** Sets the account's own name. */
  public void rename(String number, String name) {
    var set = Optional.of(value().setPushName(SyncName.newBuilder().setName(name)).build());
    edit(number, "critical_block", 1, set, "setting_pushName");
  }

  /** The phone encrypts by a new key from now on, which it shares when a companion asks for it. */
  public void newKey(String number) {
    world.locking(() -> service.appState().newKey(account(number)));
  }

  /** What the phone reads in an entry. */
  public Optional<SyncValue> value(String number, String collection, String... index) {
    return world.locked(() -> service.appState().value(account(number), collection, json(index)));
  }

  /** How often a collection was changed. */
  public long version(String number, String collection) {
    return world.locked(() -> service.appState().version(account(number), collection));
  }
}
