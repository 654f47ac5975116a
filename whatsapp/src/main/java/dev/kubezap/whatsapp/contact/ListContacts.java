package dev.kubezap.whatsapp.contact;

import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Contact;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A page of the contacts, in the order of their ids. */
public final class ListContacts implements Step<ListContacts.Page, ListContacts.Found> {
  private static final int PART = 200;

  /** How many contacts one request looks at, lest it hold up the session. */
  private static final int MOST_PARTS = 10;

  /**
   * The input.
   *
   * @param after the id behind which it begins; empty for the first page
   * @param limit how many at most, from 1
   * @param blocked whether only those that are blocked, or only others
   * @param text what one of the names contains, in any case
   */
  public record Page(String after, int limit, Optional<Boolean> blocked, Optional<String> text)
      implements ServiceRequest<Found> {

    private boolean wants(Contact contact) {
      return blocked.filter(only -> only != contact.blocked()).isEmpty()
          && text.map(part -> part.toLowerCase(Locale.ROOT))
              .filter(
                  part ->
                      Stream.of(
                              contact.name(),
                              contact.pushName(),
                              contact.businessName(),
                              Optional.of(contact.id().user()))
                          .flatMap(Optional::stream)
                          .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains(part)))
              .isEmpty();
    }
  }

  /**
   * The answer.
   *
   * @param next behind which the next page begins; empty on the last one
   */
  public record Found(List<Contact> contacts, Optional<String> next) {
    public Found {
      contacts = List.copyOf(contacts);
    }
  }

  @Override
  public Found gather(Work<Page> work, StateReader state, Turn turn) {
    Page page = work.input();
    List<Contact> found = new ArrayList<>();
    String after = page.after();
    for (int part = 0; part < MOST_PARTS; part++) {
      List<String> names = state.recordNames(ContactKey.KIND, after, PART);
      Map<RecordKey<?>, Object> records = records(names, state);
      for (String name : names) {
        if (found.size() == page.limit()) {
          return new Found(found, Optional.of(after));
        }
        after = name;
        Jid account = Jid.of(name);
        Object stored = records.get(new ContactKey(account));
        if (stored instanceof Contact contact) {
          told(contact, state).filter(page::wants).ifPresent(found::add);
        }
      }
      if (names.size() < PART) {
        return new Found(found, Optional.empty());
      }
    }
    return new Found(found, Optional.of(after));
  }

  private static Map<RecordKey<?>, Object> records(List<String> names, StateReader state) {
    return names.isEmpty()
        ? Map.of()
        : state.read(names.stream().map(name -> new ContactKey(Jid.of(name))).toList());
  }

  /** One that is still filed under its LID is told under its number, unless it is there, too. */
  private static Optional<Contact> told(Contact contact, StateReader state) {
    Optional<Jid> phone =
        contact.id().isLid() ? state.read(new PhoneOfLid(contact.id())) : Optional.empty();
    if (phone.isEmpty()) {
      return Optional.of(contact);
    }
    return state.read(new ContactKey(phone.get())).isPresent()
        ? Optional.empty()
        : Optional.of(contact.named(phone.get(), Optional.of(contact.id())));
  }

  @Override
  public Outcome decide(Work<Page> work, Found found, Turn turn) {
    return ServiceStep.given(found);
  }
}
