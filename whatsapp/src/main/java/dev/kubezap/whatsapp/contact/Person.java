package dev.kubezap.whatsapp.contact;

import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.event.AccountEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Contact;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Somebody, with what is stored of him under any of his names.
 *
 * @param id by which he is told to callers
 * @param names his names
 * @param keys where something is stored of him
 * @param stored what that is, together; empty when he is no contact
 */
public record Person(Jid id, AccountNames names, List<ContactKey> keys, Optional<Contact> stored) {

  public Person {
    keys = List.copyOf(keys);
  }

  /** Reads what is stored of somebody. */
  public static Person read(Jid jid, StateReader state, Turn turn) {
    Jid account = jid.account();
    AccountNames names = AccountNames.read(account, turn.identity(), state);
    Jid id = names.phone().orElse(account);
    List<ContactKey> keys = new ArrayList<>();
    Optional<Contact> stored = Optional.empty();
    // The number's first: what both know is as it is there.
    for (Jid name : names.forms(account).toList().reversed()) {
      ContactKey key = new ContactKey(name);
      Optional<Contact> one = state.read(key);
      if (one.isPresent()) {
        keys.add(key);
        stored = stored.map(known -> known.or(one.get())).or(() -> one);
      }
    }
    Optional<Jid> lid = names.lid().filter(hidden -> !hidden.equals(id));
    return new Person(
        id, names, keys, stored.map(contact -> contact.named(id, lid.or(contact::lid))));
  }

  /** Where stanzas about him go: one namespace for the whole account (PROTOCOL-2026 3). */
  Jid address(Turn turn) {
    boolean byLid = turn.connection().lidAddressing() || names.phone().isEmpty();
    return (byLid ? names.lid() : names.phone()).or(names::phone).orElse(id);
  }

  /** What is stored, or a contact of whom nothing is. */
  public Contact contact(Turn turn) {
    return stored.orElseGet(() -> Contact.of(id, names.lid(), turn.now()));
  }

  /** Stores how he is now, and tells it; nothing when it is so already. */
  public List<Change> changed(Contact next, Turn turn) {
    boolean moves = !keys.equals(List.of(new ContactKey(id)));
    if (stored.equals(Optional.of(next)) && !moves) {
      return List.of();
    }
    Contact now = next.at(turn.now().truncatedTo(ChronoUnit.MILLIS));
    List<Change> changes = new ArrayList<>();
    keys.stream()
        .filter(key -> !key.account().equals(id))
        .forEach(key -> changes.add(new Change.Remove(key)));
    changes.add(new Change.Put<>(new ContactKey(id), now));
    changes.add(new Change.Append(turn.newId(), turn.now(), new AccountEvent.ContactUpdated(now)));
    return changes;
  }
}
