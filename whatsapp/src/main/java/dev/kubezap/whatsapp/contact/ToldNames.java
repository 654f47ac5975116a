package dev.kubezap.whatsapp.contact;

import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Contact;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How people are called, as the phone told it of earlier times: what is known here is newer and
 * stays. Nothing happened, so there are no events.
 */
public final class ToldNames {
  private final List<Entry> entries;

  private record Entry(Person person, Told told) {}

  /**
   * What was told.
   *
   * @param id without device
   * @param pushName the name that he gives himself
   * @param name the name that this account gave him
   */
  public record Told(Jid id, Optional<String> pushName, Optional<String> name) {}

  private ToldNames(List<Entry> entries) {
    this.entries = entries;
  }

  /** Reads what is stored of these people; nobody's own account is among them. */
  public static ToldNames read(List<Told> all, StateReader state, Turn turn) {
    Optional<AccountNames> self = turn.identity().map(AccountNames::of);
    List<Entry> entries = new ArrayList<>();
    for (Told told : all) {
      if (self.filter(own -> own.contain(told.id())).isEmpty()) {
        entries.add(new Entry(Person.read(told.id(), state, turn), told));
      }
    }
    return new ToldNames(entries);
  }

  /** What is stored then: one change of each person whose name was not known. */
  public List<Change> changes(Turn turn) {
    Map<Jid, Contact> next = new LinkedHashMap<>();
    List<Change> changes = new ArrayList<>();
    for (Entry entry : entries) {
      Person person = entry.person();
      Contact before =
          Optional.ofNullable(next.get(person.id())).orElseGet(() -> person.contact(turn));
      Contact after = before;
      if (after.pushName().isEmpty() && entry.told().pushName().isPresent()) {
        after = after.withPushName(entry.told().pushName().get());
      }
      if (after.name().isEmpty() && entry.told().name().isPresent()) {
        after = after.withName(entry.told().name());
      }
      if (!after.equals(before)) {
        person.keys().stream()
            .filter(key -> !key.account().equals(person.id()))
            .forEach(key -> changes.add(new Change.Remove(key)));
        next.put(person.id(), after.at(turn.now().truncatedTo(ChronoUnit.MILLIS)));
      }
    }
    next.forEach((id, contact) -> changes.add(new Change.Put<>(new ContactKey(id), contact)));
    return changes;
  }

  /** How many of these changes name somebody. */
  public static long count(List<Change> changes) {
    return changes.stream().filter(Change.Put.class::isInstance).count();
  }
}
