package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.MalformedStanzaException;
import dev.kubezap.whatsapp.node.Node;
import java.util.Optional;

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
    /** Groups, status, channels and whatever else is not a direct message. */
    OTHER
  }

  static Origin of(Node stanza, Optional<DeviceIdentity> self) throws MalformedStanzaException {
    Jid from = stanza.requiredJid("from").normalized();
    if (!from.isUser()) {
      Jid sender = stanza.jid("participant").map(Jid::normalized).orElse(from);
      return new Origin(
          sender,
          form(sender, stanza.jid("participant_pn"), true),
          form(sender, stanza.jid("participant_lid"), false),
          from,
          Optional.empty(),
          Optional.empty(),
          self.isPresent() && isOwn(sender, self.get()),
          Kind.OTHER);
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

  /** Whether our own phone says it to this device alone. */
  boolean isOwnPhone() {
    return kind == Kind.PEER && sender.device() == 0;
  }

  /** The sender's phone number, LID and chat completed by what is stored. */
  Origin completed(Optional<Jid> storedPeerPhone, Optional<Jid> storedPeerLid) {
    Optional<Jid> phone = peerPhone.or(() -> storedPeerPhone);
    Optional<Jid> lid = peerLid.or(() -> storedPeerLid);
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

  /** The sender as a message names it, in the form of the chat's id where both are known. */
  Jid senderAccount() {
    return chat().isPhoneNumber() ? senderPhone.orElse(sender.account()) : sender.account();
  }
}
