package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.store;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.crypto.InvalidKeyException;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.device.Address;
import dev.kubezap.whatsapp.device.DeviceList;
import dev.kubezap.whatsapp.device.DeviceListKey;
import dev.kubezap.whatsapp.device.PreKeyBundles;
import dev.kubezap.whatsapp.device.SessionKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.MalformedStanzaException;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.signal.LocalIdentity;
import dev.kubezap.whatsapp.signal.SignalException;
import dev.kubezap.whatsapp.signal.SignalSession;
import dev.kubezap.whatsapp.signal.X3dh;
import dev.kubezap.whatsapp.step.Decisions;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.RecordKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** One device's messages to Bob, as the decisions about them find them stored. */
final class Outbox {
  static final DeviceIdentity DEVICE = Decisions.device(3);
  static final Jid OWN = DEVICE.jid().account();
  static final Jid OWN_LID = DEVICE.lid().orElseThrow().account();
  static final Jid BOB = Jid.phoneNumber("491522222222");
  static final Jid BOB_LID = Jid.lid("222000");
  static final Message HELLO = Message.newBuilder().setConversation("hello").build();

  private Outbox() {}

  /** Bob's phone, which answers nothing by itself. */
  static Party bob() {
    return new Party(BOB.user(), BOB_LID.user(), 0, 21, _ -> new Reply.Missing());
  }

  /** Our own phone, which answers nothing by itself. */
  static Party phone() {
    return new Party(OWN.user(), OWN_LID.user(), 0, 22, _ -> new Reply.Missing());
  }

  /** A message to Bob. */
  static StoredMessage message(String id, Jid chat, MessageStatus status) {
    return new StoredMessage(
        id,
        "3EB0" + id,
        chat,
        Optional.of(BOB_LID).filter(lid -> !lid.equals(chat)),
        OWN,
        DEVICE.jid().device(),
        true,
        Optional.empty(),
        NOW,
        TextContent.of("hello"),
        HELLO.toByteString(),
        status,
        Optional.empty(),
        Map.of());
  }

  /** What is kept to send it. */
  static OutgoingMessage outgoing(String id, Jid to, Jid... devices) {
    return new OutgoingMessage(
        id, "3EB0" + id, to, HELLO.toByteString(), NOW.minusSeconds(7), Set.of(devices), Set.of());
  }

  /** Stores a message to this account in this status. */
  static void holds(MemoryStore store, String id, Jid to, MessageStatus status, Jid... devices) {
    store(
        store,
        new Change.PutMessage(message(id, to, status)),
        new Change.PutOutgoing(outgoing(id, to, devices)));
    store(
        store,
        status == MessageStatus.QUEUED
            ? new Change.JoinQueue(new QueuedMessage(id, to))
            : new Change.LeaveQueue(id));
  }

  /** Stores a message whose stanza waits for its acknowledgement. */
  static void holdsPrepared(MemoryStore store, int number, String id, Jid to, Jid... devices) {
    holds(store, id, to, MessageStatus.PREPARED, devices);
    store(
        store,
        new Change.PutPrepared(
            new PreparedStanza(
                number, id, "3EB0" + id, ByteString.copyFromUtf8("<" + id + ">"), "2:ours")));
  }

  /** Stores which devices an account has, by number. */
  static void lists(MemoryStore store, Jid account, int... devices) {
    store(
        store,
        new Change.Put<>(
            new DeviceListKey(account),
            new DeviceList(
                IntStream.of(devices)
                    .mapToObj(id -> new DeviceList.Device(id, id == 0 ? 0 : 1, false))
                    .toList())));
  }

  /** Stores a session with a device. */
  static void shares(MemoryStore store, Jid device, SignalSession session) {
    store(store, new Change.Put<>(new SessionKey(Address.of(device, Optional.empty())), session));
  }

  /** Stores everything that preparing a message to Bob needs: a phone on either side. */
  static void knowsAll(MemoryStore store, Party bob, Party phone) {
    holds(store, "m1", BOB, MessageStatus.QUEUED);
    lists(store, BOB, 0);
    lists(store, OWN, 0, DEVICE.jid().device());
    shares(store, BOB, session(bob));
    store(store, new Change.Put<>(new SessionKey(Address.of(OWN, DEVICE.lid())), session(phone)));
  }

  /** The server's answer about accounts. */
  static Reply listed(Node... users) {
    return new Reply.Result(Node.of("iq", Node.of("usync", Node.of("list", users))));
  }

  /** What it says of one account. */
  static Node user(Jid account, Node... content) {
    return Node.of("user").with("jid", account).withChildren(content);
  }

  /** That an account has only a phone. */
  static Node phoneAlone() {
    return Node.of("devices", Node.of("device-list", Node.of("device").with("id", 0)));
  }

  /** A session with a device that has not answered in it yet. */
  static SignalSession session(Party with) {
    try {
      return X3dh.initiate(
          new LocalIdentity(DEVICE.identityKey(), DEVICE.registrationId()),
          PreKeyBundles.bundle(with.bundle(BOB)),
          Optional.empty(),
          new SeededBytes(17));
    } catch (SignalException | MalformedStanzaException | InvalidKeyException e) {
      throw new AssertionError(e);
    }
  }

  /** The records that these changes store, in their order. */
  static List<RecordKey<?>> records(List<Change> changes) {
    return changes.stream()
        .filter(Change.Put.class::isInstance)
        .<RecordKey<?>>map(change -> ((Change.Put<?>) change).key())
        .toList();
  }

  /** What Bob's phone gets of a stanza that went to it alone. */
  static Node delivered(Node stanza) {
    return Node.of("message")
        .with("from", DEVICE.jid())
        .with("id", stanza.attribute("id").orElseThrow())
        .with("type", "text")
        .with("t", NOW.getEpochSecond())
        .withChildren(stanza.children());
  }
}
