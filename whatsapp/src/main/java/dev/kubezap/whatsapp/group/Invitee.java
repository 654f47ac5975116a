package dev.kubezap.whatsapp.group;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.token.PrivacyToken;
import dev.kubezap.whatsapp.token.PrivacyTokenKey;
import java.util.List;
import java.util.Optional;

/**
 * Somebody whom a caller named, with what is known of him.
 *
 * @param named as the caller named him
 * @param names the names of the account
 * @param token what shows that he trusts this account (PROTOCOL-2026 2); empty for none
 */
record Invitee(Jid named, AccountNames names, ByteString token) {

  static List<Invitee> of(List<Jid> accounts, StateReader state, Turn turn) {
    return accounts.stream().map(account -> of(account, state, turn)).toList();
  }

  private static Invitee of(Jid account, StateReader state, Turn turn) {
    AccountNames names = AccountNames.read(account, turn.identity(), state);
    Optional<Jid> contact = names.lid().or(names::phone);
    ByteString token =
        contact
            .flatMap(jid -> state.read(new PrivacyTokenKey(jid)))
            .map(PrivacyToken::bytes)
            .orElse(ByteString.EMPTY);
    return new Invitee(account, names, token);
  }

  /**
   * The node that names him.
   *
   * @param byLid whether by LID, if it is known; else by phone number, if that is
   */
  Node node(boolean byLid) {
    Optional<Jid> first = byLid ? names.lid() : names.phone();
    Jid jid = first.orElse(named);
    Node node = Node.of("participant").with("jid", jid);
    return jid.isLid() ? node.withIfPresent("phone_number", names.phone()) : node;
  }

  /** The same for who comes in: with what shows that he trusts this account. */
  Node invited(boolean byLid) {
    return token.isEmpty() ? node(byLid) : node(byLid).withChildren(Node.of("privacy", token));
  }

  /** Hides the token. */
  @Override
  public String toString() {
    return "Invitee[" + named + "]";
  }
}
