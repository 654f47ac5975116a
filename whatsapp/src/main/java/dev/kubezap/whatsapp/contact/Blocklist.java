package dev.kubezap.whatsapp.contact;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whom this account has blocked: as the service told now, beside what is stored of it.
 *
 * @param told the accounts of an answer; empty when there was none
 * @param before as it was stored
 * @param differing those who are on one of the two lists alone
 */
record Blocklist(Optional<Set<Jid>> told, Set<Jid> before, List<Person> differing) {
  /** The service is not known to allow more; a longer list is not taken apart in one turn. */
  private static final int MOST = 2_000;

  Blocklist {
    differing = List.copyOf(differing);
  }

  /** What the answers to work hold. */
  static Blocklist read(Work<?> work, StateReader state, Turn turn) {
    Set<Jid> before = state.read(new BlocklistKey()).orElse(Set.of());
    Optional<Set<Jid>> told =
        work.replies().stream()
            .filter(Reply.Result.class::isInstance)
            .map(reply -> list(((Reply.Result) reply).iq()))
            .findFirst();
    List<Person> differing = new ArrayList<>();
    told.ifPresent(
        now -> {
          Set<Jid> other = new HashSet<>(now);
          other.addAll(before);
          other.removeIf(jid -> now.contains(jid) && before.contains(jid));
          other.stream()
              .sorted()
              .limit(MOST)
              .forEach(jid -> differing.add(Person.read(jid, state, turn)));
        });
    return new Blocklist(told, before, differing);
  }

  private static Set<Jid> list(Node iq) {
    return iq.child("list").stream()
        .flatMap(list -> list.children("item").stream())
        .flatMap(item -> item.jid("jid").stream())
        .map(Jid::account)
        .filter(Jid::isUser)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Asks for the list. */
  static Node query() {
    return Node.of("iq").with("to", Jid.SERVICE).with("type", "get").with("xmlns", "blocklist");
  }

  /** Stores what was told, and tells which contacts changed by it. */
  List<Change> changes(Turn turn) {
    if (told.isEmpty() || told.get().equals(before)) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Put<>(new BlocklistKey(), told.get()));
    for (Person person : differing) {
      boolean blocked = told.get().stream().anyMatch(person.names()::contain);
      changes.addAll(person.changed(person.contact(turn).withBlocked(blocked), turn));
    }
    return changes;
  }
}
