package dev.kubezap.whatsapp.group;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Asks for all groups: once after this device was linked, and whenever the service says that they
 * changed while it was away ({@code dirty} of type {@code groups}). After any other log-in it asks
 * for those alone that are known to be stale.
 */
public final class FetchGroups implements Step<FetchGroups.Due, FetchGroups.Gathered> {
  private static final int MOST = 10_000;
  private static final Duration AGAIN_AFTER = Duration.ofMinutes(5);

  /**
   * The input.
   *
   * @param anew also when they were fetched before
   */
  public record Due(boolean anew) {}

  /**
   * What is stored.
   *
   * @param fetched whether they were asked for since this device was linked
   * @param stored the groups that are stored
   * @param stale those of them that are to be asked for
   */
  public record Gathered(boolean fetched, List<String> stored, List<String> stale) {
    public Gathered {
      stored = List.copyOf(stored);
      stale = List.copyOf(stale);
    }
  }

  @Override
  public Gathered gather(Work<Due> work, StateReader state, Turn turn) {
    boolean fetched = state.read(new GroupsFetchedKey()).isPresent();
    List<String> stale = state.recordNames(StaleGroupKey.KIND, "", MOST);
    boolean all = work.asked() > 0;
    return new Gathered(
        fetched, all ? state.recordNames(GroupKey.KIND, "", MOST) : List.of(), stale);
  }

  @Override
  public Outcome decide(Work<Due> work, Gathered gathered, Turn turn) {
    if (turn.identity().isEmpty() || !turn.connection().loggedIn()) {
      // Every log-in comes here.
      return forgetfully(work);
    }
    if (work.asked() == 0) {
      return work.input().anew() || !gathered.fetched()
          ? Outcome.builder().ask(new Ask(List.of(GroupQueries.participating()))).build()
          : stale(gathered);
    }
    return switch (work.replies().getFirst()) {
      case Reply.Result(Node iq) ->
          GroupQueries.readAll(iq)
              .map(groups -> described(groups, gathered, turn))
              .orElseGet(() -> again(work));
      case Reply.Refused _ -> again(work);
      case Reply.Missing _ -> forgetfully(work);
    };
  }

  /** What the service wants asked again, and is not, is asked after the next log-in. */
  private static Outcome forgetfully(Work<Due> work) {
    return work.input().anew()
        ? Outcome.builder().change(new Change.Remove(new GroupsFetchedKey())).build()
        : Outcome.nothing();
  }

  private static Outcome stale(Gathered gathered) {
    Outcome.Builder outcome = Outcome.builder();
    gathered.stale().stream()
        .flatMap(name -> Jid.parse(name).stream())
        .forEach(group -> outcome.effect(new Effect.Enqueue(new RefreshGroup.Of(group))));
    return outcome.build();
  }

  private static Outcome described(List<Group> groups, Gathered gathered, Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    Set<String> gone = new HashSet<>(gathered.stored());
    gone.addAll(gathered.stale());
    List<GroupParticipant> people = new ArrayList<>();
    for (Group group : groups) {
      gone.remove(group.id().toString());
      outcome
          .change(new Change.Put<>(new GroupKey(group.id()), group))
          .change(new Change.Remove(new StaleGroupKey(group.id())));
      people.addAll(group.participants());
    }
    gone.stream()
        .flatMap(name -> Jid.parse(name).stream())
        .forEach(group -> outcome.add(LearnGroup.gone(group)));
    return outcome
        .change(new Change.Put<>(new GroupsFetchedKey(), new GroupsFetchedKey.Mark()))
        .add(LearnGroup.pairs(people, turn))
        .build();
  }

  private static Outcome again(Work<Due> work) {
    return Outcome.builder()
        .effect(new Effect.Schedule("groups", work.input(), work.retryAfter(AGAIN_AFTER)))
        .effect(new Effect.Count("group", "not-listed"))
        .build();
  }
}
