package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.MalformedStanzaException;
import dev.kubezap.whatsapp.node.Node;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who sent a message stanza, and into which chat, as the stanza itself says (PROTOCOL 9, server to
 * device).
 *
 * @param sender the sending device, in the form of the stanza
 * @param senderPhone the sender's phone number without device, when the stanza or its form tells it
 * @param senderLid the sender's LID without device, when the stanza or its form tells it
 * @param peer the other side of the chat without device: the sender, or for a copy of our own the
 *     recipient
 * @param peerPhone the peer's phone number, when told
 * @param peerLid the peer's LID, when told
 * @param fromMe whether another device of this account sent it
 * @param kind which kind of chat it belongs to
 */
record Origin(
    Jid sender,
    Optional<Jid> senderPhone,
    Optional<Jid> senderLid,
    Jid peer,
    Optional<Jid> peerPhone,
    Optional<Jid> peerLid,
    boolean fromMe,
    Kind kind) {

  enum Kind {
    /** A direct message, or a copy of our own. */
    DIRECT,
    /** From our own phone to this device alone; never shown. */
    PEER,
    /** A group's, or of the status feed: whoever belongs to it writes under a sender key. */
    GROUP,
    /** Channels, lists and whatever else this version does not know. */
    OTHER
  }

  static Origin of(Node stanza, Optional<DeviceIdentity> self) throws MalformedStanzaException {
    Jid from = stanza.requiredJid("from").normalized();
    if (!from.isUser()) {
      return ofMember(stanza, from, self);
    }
    Optional<Jid> phone = form(from, stanza.jid("sender_pn"), true);
    Optional<Jid> lid = form(from, stanza.jid("sender_lid"), false);
    boolean own = self.isPresent() && isOwn(from, self.get());
    if (!own) {
      return new Origin(from, phone, lid, from.account(), phone, lid, false, Kind.DIRECT);
    }
    // An attribute on a copy of our own speaks of the chat, never of us.
    Optional<Jid> ownPhone = self.map(identity -> identity.jid().account());
    Optional<Jid> ownLid = self.flatMap(DeviceIdentity::lid).map(Jid::account);
    Optional<Jid> recipient = stanza.jid("recipient").map(Jid::normalized);
    if (recipient.isEmpty()) {
      return new Origin(
          from,
          ownPhone,
          ownLid,
          from.account(),
          ownPhone,
          ownLid,
          true,
          stanza.has("category", "peer") ? Kind.PEER : Kind.DIRECT);
    }
    Jid chat = recipient.get();
    return new Origin(
        from,
        ownPhone,
        ownLid,
        chat.account(),
        form(chat, stanza.jid("peer_recipient_pn"), true),
        form(chat, stanza.jid("peer_recipient_lid"), false),
        true,
        chat.isUser() ? Kind.DIRECT : Kind.OTHER);
  }

  /** Said in a chat of more than two: the stanza names who said it beside the chat. */
  private static Origin ofMember(Node stanza, Jid from, Optional<DeviceIdentity> self) {
    Jid sender = stanza.jid("participant").map(Jid::normalized).orElse(from);
    Optional<DeviceIdentity> own = self.filter(identity -> isOwn(sender, identity));
    return new Origin(
        sender,
        own.map(identity -> identity.jid().account())
            .or(() -> form(sender, stanza.jid("participant_pn"), true)),
        own.flatMap(DeviceIdentity::lid)
            .map(Jid::account)
            .or(() -> form(sender, stanza.jid("participant_lid"), false)),
        from,
        Optional.empty(),
        Optional.empty(),
        own.isPresent(),
        sender.isUser() && (from.isGroup() || from.isStatus()) ? Kind.GROUP : Kind.OTHER);
  }

  /** Whether a jid names this account, by either identity. */
  static boolean isOwn(Jid jid, DeviceIdentity self) {
    Jid account = jid.account();
    return account.equals(self.jid().account())
        || self.lid().map(Jid::account).filter(account::equals).isPresent();
  }

  private static Optional<Jid> form(Jid jid, Optional<Jid> other, boolean phone) {
    if (phone ? jid.isPhoneNumber() : jid.isLid()) {
      return Optional.of(jid.account());
    }
    return other.map(Jid::account).filter(o -> phone ? o.isPhoneNumber() : o.isLid());
  }

  /** Whether it belongs to a chat that is shown. */
  boolean isOfChat() {
    return kind == Kind.DIRECT || kind == Kind.GROUP;
  }

  /** Whether our own phone says it to this device alone. */
  boolean isOwnPhone() {
    return kind == Kind.PEER && sender.device() == 0;
  }

  /** The phone number of whoever else the stanza is about: the chat's other side, or the member. */
  Optional<Jid> otherPhone() {
    return kind == Kind.GROUP ? senderPhone : peerPhone;
  }

  /** The LID of the same. */
  Optional<Jid> otherLid() {
    return kind == Kind.GROUP ? senderLid : peerLid;
  }

  /** The phone number and LID of the other side, or of the member, completed by what is stored. */
  Origin completed(Optional<Jid> storedPhone, Optional<Jid> storedLid) {
    Optional<Jid> phone = otherPhone().or(() -> storedPhone);
    Optional<Jid> lid = otherLid().or(() -> storedLid);
    if (kind == Kind.GROUP) {
      return new Origin(sender, phone, lid, peer, peerPhone, peerLid, fromMe, kind);
    }
    return fromMe || kind == Kind.OTHER
        ? new Origin(sender, senderPhone, senderLid, peer, phone, lid, fromMe, kind)
        : new Origin(sender, phone, lid, peer, phone, lid, false, kind);
  }

  /** The chat's id: the phone number when it is known, else what the stanza names. */
  Jid chat() {
    return peerPhone.orElse(peer);
  }

  /** The chat's LID beside its phone number. */
  Optional<Jid> chatLid() {
    return peerLid.filter(lid -> !lid.equals(chat()));
  }

  /**
   * The sender as a message names it: in the form of the chat's id where both are known, in a group
   * by phone number when that is known.
   */
  Jid senderAccount() {
    return kind == Kind.GROUP || chat().isPhoneNumber()
        ? senderPhone.orElse(sender.account())
        : sender.account();
  }

  /** Both names of the sender's account, as far as they are known. */
  AccountNames senderNames() {
    return new AccountNames(senderPhone, senderLid);
  }

  /** By which names messages of the sender may be filed, the one in use first. */
  Set<Jid> authors() {
    Set<Jid> names = new LinkedHashSet<>();
    names.add(senderAccount());
    senderPhone.ifPresent(names::add);
    senderLid.ifPresent(names::add);
    names.add(sender.account());
    return names;
  }
}
