package dev.kubezap.whatsapp.token;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Gives a contact our token after we wrote to it, once in every bucket of time; after a change of
 * the contact's identity the same one once more. A failure is repeated with a later message.
 */
public final class IssueToken implements Step<IssueToken.To, Contact> {
  /** Switches the name that tokens are issued to from the phone number to the LID. */
  private static final int ISSUE_TO_LID = 14303;

  /**
   * The input.
   *
   * @param account whom
   * @param again whether the contact has lost what it had
   */
  public record To(Jid account, boolean again) {
    /** After a message. */
    public static To after(Jid recipient) {
      return new To(recipient.account(), false);
    }
  }

  @Override
  public Contact gather(Work<To> work, StateReader state, Turn turn) {
    return Contact.read(work.input().account(), Optional.empty(), state);
  }

  @Override
  public Outcome decide(Work<To> work, Contact contact, Turn turn) {
    PrivacyToken token = contact.token();
    if (work.asked() > 0) {
      return settled(work, contact);
    }
    if (!turn.connection().online() || !isPerson(work.input().account())) {
      return Outcome.nothing();
    }
    TokenBuckets sent = TokenBuckets.sent(contact.properties());
    if (work.input().again()) {
      return token
          .issuedAt()
          .filter(at -> !sent.isExpired(at, turn.now()))
          .map(at -> Outcome.builder().ask(new Ask(List.of(query(contact, at)))).build())
          .orElseGet(Outcome::nothing);
    }
    return token.mayIssue(sent, turn.now())
        ? Outcome.builder()
            .changes(contact.with(token.asked(turn.now())))
            .ask(new Ask(List.of(query(contact, turn.now()))))
            .build()
        : Outcome.nothing();
  }

  private static Outcome settled(Work<To> work, Contact contact) {
    boolean taken = work.replies().getFirst() instanceof Reply.Result;
    Outcome.Builder outcome =
        Outcome.builder().effect(new Effect.Count("token", taken ? "issued" : "not-issued"));
    if (taken && !work.input().again()) {
      contact
          .token()
          .askedAt()
          .ifPresent(at -> outcome.changes(contact.with(contact.token().issued(at))));
    }
    return outcome.build();
  }

  /** The service's own account has no privacy. */
  private static boolean isPerson(Jid account) {
    return account.isUser() && !account.user().equals("0");
  }

  private static Node query(Contact contact, Instant at) {
    Optional<Jid> number =
        contact.properties().isOn(ISSUE_TO_LID) ? Optional.empty() : contact.phone();
    Node token =
        Node.of("token")
            .withIfPresent("jid", number.or(contact::lid).or(contact::phone))
            .with("t", at.getEpochSecond())
            .with("type", "trusted_contact");
    return Node.of("iq", Node.of("tokens", token))
        .with("to", Jid.SERVICE)
        .with("type", "set")
        .with("xmlns", "privacy");
  }
}
