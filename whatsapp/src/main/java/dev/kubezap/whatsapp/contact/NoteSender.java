package dev.kubezap.whatsapp.contact;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Contact;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.VerifiedNameCertificate;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Wanted;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;

/** Who writes becomes a contact, by the name that he gives himself. */
public final class NoteSender implements Step<NoteSender.Wrote, Person> {
  private static final int LONGEST_NAME = 256;

  /**
   * The input.
   *
   * @param sender without device
   * @param businessName that the service certifies, when the sender is a business
   */
  public record Wrote(Jid sender, Optional<String> pushName, Optional<String> businessName) {}

  /** The step of messages, which notes their senders, too. */
  public static <G> Step<Node, G> after(Step<Node, G> messages) {
    return new Step<>() {
      @Override
      public Wanted wanted(Work<Node> work, StateReader state, Turn turn) {
        return messages.wanted(work, state, turn);
      }

      @Override
      public G gather(Work<Node> work, StateReader state, Turn turn) {
        return messages.gather(work, state, turn);
      }

      @Override
      public Outcome decide(Work<Node> work, G gathered, Turn turn) {
        Outcome outcome = messages.decide(work, gathered, turn);
        Optional<Wrote> wrote = sender(work.input(), turn);
        return wrote.isEmpty() || outcome.ask().isPresent()
            ? outcome
            : Outcome.builder().add(outcome).effect(new Effect.Enqueue(wrote.get())).build();
      }
    };
  }

  private static Optional<Wrote> sender(Node message, Turn turn) {
    if (message.attribute("category").isPresent() || turn.identity().isEmpty()) {
      return Optional.empty();
    }
    AccountNames self = AccountNames.of(turn.identity().get());
    return message
        .jid("participant")
        .or(() -> message.jid("from"))
        .filter(jid -> jid.isUser() && !jid.isHosted() && !self.contain(jid))
        .map(
            jid ->
                new Wrote(
                    jid.account(),
                    message.attribute("notify").filter(NoteSender::isName),
                    certified(message)));
  }

  private static boolean isName(String name) {
    return !name.isBlank() && name.length() <= LONGEST_NAME && name.indexOf('\0') < 0;
  }

  /** What cannot be read names nobody: the message counts all the same. */
  private static Optional<String> certified(Node message) {
    Optional<ByteString> certificate = message.child("verified_name").flatMap(Node::bytes);
    if (certificate.isEmpty()) {
      return Optional.empty();
    }
    try {
      ByteString details = VerifiedNameCertificate.parseFrom(certificate.get()).getDetails();
      return Optional.of(VerifiedNameCertificate.Details.parseFrom(details).getVerifiedName())
          .filter(NoteSender::isName);
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  @Override
  public Person gather(Work<Wrote> work, StateReader state, Turn turn) {
    return Person.read(work.input().sender(), state, turn);
  }

  @Override
  public Outcome decide(Work<Wrote> work, Person person, Turn turn) {
    Contact contact = person.contact(turn);
    Contact named = work.input().pushName().map(contact::withPushName).orElse(contact);
    Contact next = work.input().businessName().map(named::withBusinessName).orElse(named);
    return Outcome.builder().changes(person.changed(next, turn)).build();
  }
}
