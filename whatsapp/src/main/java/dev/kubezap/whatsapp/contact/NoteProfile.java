package dev.kubezap.whatsapp.contact;

import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Contact;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;

/**
 * The notifications {@code picture} and {@code status}: a contact has another picture, or says
 * something else of itself. Of others nothing is kept.
 */
public final class NoteProfile implements Step<Node, Optional<Person>> {
  private static final int LONGEST = 1_024;

  @Override
  public Optional<Person> gather(Work<Node> work, StateReader state, Turn turn) {
    return work.input()
        .jid("from")
        .filter(Jid::isUser)
        .map(jid -> Person.read(jid, state, turn))
        .filter(person -> person.stored().isPresent());
  }

  @Override
  public Outcome decide(Work<Node> work, Optional<Person> person, Turn turn) {
    Node notification = work.input();
    Outcome.Builder outcome = Outcome.builder();
    if (person.isPresent()) {
      Contact contact = person.get().contact(turn);
      Contact next =
          notification.has("type", "picture")
              ? picture(contact, notification)
              : about(contact, notification);
      outcome.changes(person.get().changed(next, turn));
    }
    Acknowledgement.of(notification).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    return outcome.build();
  }

  private static Contact picture(Contact contact, Node notification) {
    if (notification.child("delete").isPresent()) {
      return contact.withPicture(Optional.empty());
    }
    Optional<String> id =
        notification
            .child("set")
            .flatMap(set -> set.attribute("id"))
            .filter(text -> !text.isEmpty() && text.length() <= LONGEST);
    return id.isPresent() ? contact.withPicture(id) : contact;
  }

  private static Contact about(Contact contact, Node notification) {
    Optional<String> text =
        notification
            .child("set")
            .flatMap(Node::text)
            .filter(about -> about.length() <= LONGEST && about.indexOf('\0') < 0);
    return text.isPresent() ? contact.withAbout(text) : contact;
  }
}
