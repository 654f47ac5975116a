package dev.kubezap.whatsapp.presence;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.token.Contact;
import dev.kubezap.whatsapp.token.TokenBuckets;
import java.util.Optional;

/**
 * Somebody whose presence is watched or who is shown that we type, with what is stored of him.
 *
 * @param account as he was named
 * @param names his names
 * @param watched under which of them he is watched, and what he showed last
 * @param contact the privacy tokens between him and us
 */
record Peer(Jid account, AccountNames names, Optional<Watched> watched, Contact contact) {

  /** One who is watched. */
  record Watched(WatchedKey key, WatchedKey.Shown shown) {}

  static Peer read(Jid jid, StateReader state, Turn turn) {
    Jid account = jid.account();
    AccountNames names = AccountNames.read(account, turn.identity(), state);
    return new Peer(
        account,
        names,
        watched(account, names, state),
        Contact.read(account, Optional.empty(), state));
  }

  static Optional<Watched> watched(Jid account, AccountNames names, StateReader state) {
    for (Jid name : names.forms(account).toList()) {
      WatchedKey key = new WatchedKey(name);
      Optional<WatchedKey.Shown> shown = state.read(key);
      if (shown.isPresent()) {
        return Optional.of(new Watched(key, shown.get()));
      }
    }
    return Optional.empty();
  }

  /** By which he is told to callers: the number when it is known. */
  Jid id() {
    return names.phone().orElse(account);
  }

  /** Where stanzas to him go: one namespace for the whole account (PROTOCOL-2026 3). */
  Jid address(Turn turn) {
    boolean byLid = turn.connection().lidAddressing() || names.phone().isEmpty();
    return (byLid ? names.lid() : names.phone()).or(names::phone).orElse(account);
  }

  /** Asks the service to tell how he shows himself, for as long as this connection lasts. */
  Node subscription(Turn turn) {
    Node subscribe = Node.of("presence").with("type", "subscribe").with("to", address(turn));
    Optional<ByteString> token =
        contact.token().valid(TokenBuckets.received(contact.properties()), turn.now());
    return token.map(bytes -> subscribe.withChildren(Node.of("tctoken", bytes))).orElse(subscribe);
  }
}
