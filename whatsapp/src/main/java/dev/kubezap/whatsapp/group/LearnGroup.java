package dev.kubezap.whatsapp.group;

import dev.kubezap.whatsapp.device.LearnPairs;
import dev.kubezap.whatsapp.device.ToldPairs;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Stores what the service said of groups, and which phone numbers it gave to LIDs with it. */
public final class LearnGroup {

  private LearnGroup() {}

  /** The group is as the service describes it now. */
  public static Outcome described(Group group, Turn turn) {
    return Outcome.builder()
        .change(new Change.Put<>(new GroupKey(group.id()), group))
        .change(new Change.Remove(new StaleGroupKey(group.id())))
        .add(pairs(group.participants(), turn))
        .build();
  }

  /** This account is not in the group, or the group is no more. */
  public static Outcome gone(Jid group) {
    return Outcome.builder()
        .change(new Change.Remove(new GroupKey(group)))
        .change(new Change.Remove(new StaleGroupKey(group)))
        .build();
  }

  /** The pairs are learned page by page, since a group may be large. */
  static Outcome pairs(Collection<GroupParticipant> participants, Turn turn) {
    Set<ToldPairs.Pair> pairs = new LinkedHashSet<>();
    for (GroupParticipant one : participants) {
      one.phone()
          .flatMap(phone -> one.lid().flatMap(lid -> ToldPairs.Pair.of(phone, lid)))
          .ifPresent(pairs::add);
    }
    return LearnPairs.told(List.copyOf(pairs), turn);
  }
}
