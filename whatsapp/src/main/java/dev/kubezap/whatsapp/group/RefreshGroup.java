package dev.kubezap.whatsapp.group;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Group;
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
import java.util.List;
import java.util.Optional;

/** Asks for a group anew that is not as it is stored. Every log-in begins it again. */
public final class RefreshGroup implements Step<RefreshGroup.Of, RefreshGroup.Gathered> {
  private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);

  /** The input. */
  public record Of(Jid group) {
    private Effect after(Duration pause) {
      return new Effect.Schedule("group " + group, this, pause);
    }
  }

  /**
   * What is stored.
   *
   * @param stale whether it is still to be asked for
   */
  public record Gathered(boolean stale) {}

  /** Marks a group and has it asked for. */
  static Outcome wanted(Jid group) {
    return Outcome.builder()
        .change(new Change.Put<>(new StaleGroupKey(group), new StaleGroupKey.Mark()))
        .effect(new Of(group).after(Duration.ZERO))
        .build();
  }

  @Override
  public Gathered gather(Work<Of> work, StateReader state, Turn turn) {
    return new Gathered(state.read(new StaleGroupKey(work.input().group())).isPresent());
  }

  @Override
  public Outcome decide(Work<Of> work, Gathered gathered, Turn turn) {
    Jid group = work.input().group();
    if (!gathered.stale() || !turn.connection().loggedIn()) {
      return Outcome.nothing();
    }
    if (work.asked() == 0) {
      return Outcome.builder().ask(new Ask(List.of(GroupQueries.one(group)))).build();
    }
    return switch (work.replies().getFirst()) {
      case Reply.Result(Node iq) -> {
        Optional<Group> described = GroupQueries.read(iq).filter(one -> one.id().equals(group));
        yield described
            .map(found -> LearnGroup.described(found, turn))
            .orElseGet(() -> again(work));
      }
      case Reply.Refused(int code, String _, Duration _) when code == 403 || code == 404 ->
          LearnGroup.gone(group);
      case Reply.Refused _ -> again(work);
      // The next log-in asks again.
      case Reply.Missing _ -> Outcome.nothing();
    };
  }

  private static Outcome again(Work<Of> work) {
    return Outcome.builder()
        .effect(work.input().after(work.retryAfter(AGAIN_AFTER)))
        .effect(new Effect.Count("group", "not-described"))
        .build();
  }
}
