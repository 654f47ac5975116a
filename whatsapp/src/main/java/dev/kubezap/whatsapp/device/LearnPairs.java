package dev.kubezap.whatsapp.device;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Learns the pairs that our own phone told, a stored page at a time: an address book is more than
 * one commit holds, and its list is acknowledged as soon as its pages are stored.
 */
public final class LearnPairs implements Step<LearnPairs.Next, LearnPairs.Gathered> {
  /** Each new pair takes some ten parameters of a statement, which has 65,535 at most. */
  static final int PAGE = 200;

  /** The input: the first page that is left. */
  public record Next() {
    /** By a timer: each page is a commit of its own. */
    private Effect later() {
      return new Effect.Schedule("learn-pairs", this, Duration.ZERO);
    }
  }

  /**
   * What is stored.
   *
   * @param page empty when all is learned
   * @param known what is known of both sides of its pairs
   * @param more whether it is not the last page
   */
  public record Gathered(
      Optional<ToldPairs> page,
      List<ToldPairs.Pair> pairs,
      Map<RecordKey<?>, Object> known,
      boolean more) {
    public Gathered {
      pairs = List.copyOf(pairs);
      known = Map.copyOf(known);
    }
  }

  /** Stores pairs that were told, to be learned page by page. */
  public static Outcome told(List<ToldPairs.Pair> pairs, Turn turn) {
    if (pairs.isEmpty()) {
      return Outcome.nothing();
    }
    Outcome.Builder outcome = Outcome.builder();
    String list = turn.newId();
    for (int from = 0; from < pairs.size(); from += PAGE) {
      ToldPairs page = new ToldPairs("%s/%05d".formatted(list, from));
      List<ToldPairs.Pair> told = pairs.subList(from, Math.min(from + PAGE, pairs.size()));
      outcome.change(new Change.Put<>(page, List.copyOf(told)));
    }
    return outcome.effect(new Next().later()).build();
  }

  @Override
  public Gathered gather(Work<Next> work, StateReader state, Turn turn) {
    List<String> names = state.recordNames(ToldPairs.KIND, "", 2);
    Optional<ToldPairs> page = names.stream().findFirst().map(ToldPairs::new);
    List<ToldPairs.Pair> pairs = page.flatMap(state::read).orElse(List.of());
    List<RecordKey<?>> keys = new ArrayList<>();
    for (ToldPairs.Pair pair : pairs) {
      keys.add(new LidOfPhone(pair.phoneJid()));
      keys.add(new PhoneOfLid(pair.lidJid()));
    }
    return new Gathered(page, pairs, state.read(keys), names.size() > 1);
  }

  @Override
  public Outcome decide(Work<Next> work, Gathered gathered, Turn turn) {
    if (gathered.page().isEmpty()) {
      return Outcome.nothing();
    }
    Outcome.Builder outcome = Outcome.builder();
    Map<RecordKey<?>, Object> known = new HashMap<>(gathered.known());
    for (ToldPairs.Pair pair : gathered.pairs()) {
      learn(pair.phoneJid(), pair.lidJid(), known, outcome);
    }
    outcome.change(new Change.Remove(gathered.page().get()));
    if (gathered.more()) {
      outcome.effect(work.input().later());
    }
    return outcome.build();
  }

  /**
   * Learns a pair over what those before it left.
   *
   * @param known what is stored under {@link LidOfPhone} and {@link PhoneOfLid} of both; afterwards
   *     what will be
   */
  public static void learn(
      Jid phone, Jid lid, Map<RecordKey<?>, Object> known, Outcome.Builder outcome) {
    LidPairs.Known before =
        new LidPairs.Known(
            Optional.ofNullable((Jid) known.get(new LidOfPhone(phone))),
            Optional.ofNullable((Jid) known.get(new PhoneOfLid(lid))));
    for (Change change : LidPairs.learn(phone, lid, before)) {
      switch (change) {
        case Change.Put<?> put -> known.put(put.key(), put.value());
        case Change.Remove remove -> known.remove(remove.key());
        default -> {}
      }
      outcome.change(change);
    }
  }
}
