package dev.kubezap.whatsapp.contact;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Contact;
import dev.kubezap.whatsapp.proto.ContactAction;
import dev.kubezap.whatsapp.proto.SyncActionValue;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.syncd.Collection;
import dev.kubezap.whatsapp.syncd.FetchNext;
import dev.kubezap.whatsapp.syncd.IndexJson;
import dev.kubezap.whatsapp.syncd.WantedKey;
import dev.kubezap.whatsapp.syncd.Writer;
import java.util.Optional;

/**
 * Gives a contact a name, or takes it back. It counts here at once, and reaches the phone's address
 * book by app state.
 */
public final class NameContact implements Step<NameContact.As, Person> {

  /**
   * The input.
   *
   * @param account without device
   * @param name empty to take it back
   */
  public record As(Jid account, Optional<String> name) implements ServiceRequest<Contact> {}

  @Override
  public Person gather(Work<As> work, StateReader state, Turn turn) {
    return Person.read(work.input().account(), state, turn);
  }

  @Override
  public Outcome decide(Work<As> work, Person person, Turn turn) {
    Contact next = person.contact(turn).withName(work.input().name());
    boolean nothing = person.stored().isEmpty() && work.input().name().isEmpty();
    Outcome.Builder outcome = Outcome.builder();
    if (!nothing) {
      outcome.changes(person.changed(next, turn));
      if (turn.identity().isPresent()) {
        outcome
            .change(new Change.Put<>(new WantedKey(turn.newId()), wanted(next, turn)))
            .effect(new Effect.Enqueue(new FetchNext()));
      }
    }
    return outcome.effect(new Effect.Answer(new ServiceAnswer.Given<>(next))).build();
  }

  /** The entry of the address book: by number, else by LID (PROTOCOL-2026 5). */
  private static WantedKey.Wanted wanted(Contact contact, Turn turn) {
    SyncActionValue.Builder value =
        SyncActionValue.newBuilder().setTimestamp(turn.now().toEpochMilli());
    ContactAction.Builder action = ContactAction.newBuilder();
    contact
        .name()
        .ifPresent(name -> action.setFullName(name).setFirstName(name.strip().split(" ", 2)[0]));
    boolean byNumber = contact.id().isPhoneNumber();
    if (byNumber) {
      contact.lid().ifPresent(lid -> action.setLidJid(lid.toString()));
      value.setContactAction(action.setSaveOnPrimaryAddressbook(true));
    } else {
      value.setLidContactAction(action);
    }
    return new WantedKey.Wanted(
        Collection.CRITICAL_UNBLOCK_LOW,
        new Writer.Entry(
            contact.name().isPresent(),
            IndexJson.of(byNumber ? "contact" : "lid_contact", contact.id().toString()),
            contact.name().isPresent() ? value.build().toByteString() : ByteString.EMPTY,
            byNumber ? 2 : 1));
  }
}
