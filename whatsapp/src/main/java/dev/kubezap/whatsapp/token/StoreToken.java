package dev.kubezap.whatsapp.token;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code privacy_token}: a contact gives us the token that its messages are to carry. */
public final class StoreToken implements Step<Node, Optional<Contact>> {
  /** Those that were seen are far shorter. */
  private static final int LONGEST = 1_024;

  @Override
  public Optional<Contact> gather(Work<Node> work, StateReader state, Turn turn) {
    Node notification = work.input();
    Optional<Jid> told = notification.jid("sender_lid").map(Jid::account).filter(Jid::isLid);
    return notification
        .jid("from")
        .filter(Jid::isUser)
        .map(from -> Contact.read(from, told, state));
  }

  /** Notes a token that the phone knew. */
  public static List<Change> told(
      Contact contact, ByteString token, Instant at, Optional<Instant> issuedAt) {
    PrivacyToken known = contact.token();
    PrivacyToken next = token.size() <= LONGEST ? known.received(token, at) : known;
    if (next.issuedAt().isEmpty() && issuedAt.isPresent()) {
      next = next.issued(issuedAt.get());
    }
    return next.equals(known) ? List.of() : contact.with(next);
  }

  @Override
  public Outcome decide(Work<Node> work, Optional<Contact> contact, Turn turn) {
    Node notification = work.input();
    Outcome.Builder outcome = Outcome.builder();
    if (contact.isPresent()) {
      PrivacyToken token = contact.get().token();
      for (Node tokens : notification.children("tokens")) {
        for (Node one : tokens.children("token")) {
          Optional<ByteString> bytes =
              one.bytes().filter(value -> !value.isEmpty() && value.size() <= LONGEST);
          if (one.has("type", "trusted_contact") && bytes.isPresent()) {
            long at = one.number("t").orElse(turn.now().getEpochSecond());
            token = token.received(bytes.get(), Instant.ofEpochSecond(at));
          }
        }
      }
      if (!token.equals(contact.get().token())) {
        outcome.changes(contact.get().with(token));
      }
    }
    outcome.effect(new Effect.Count("token", "received"));
    Acknowledgement.of(notification).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    return outcome.build();
  }
}
