package dev.kubezap.whatsapp.contact;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.List;

/** Asks whom this account has blocked, for a caller or because the list changed elsewhere. */
public final class AskBlocklist
    implements ServiceStep<AskBlocklist.Wanted, AskBlocklist.Blocked, AskBlocklist.Gathered> {

  /** The input. */
  public record Wanted() implements ServiceRequest<Blocked> {}

  /** The answer. */
  public record Blocked(List<AccountNames> accounts) {
    public Blocked {
      accounts = List.copyOf(accounts);
    }
  }

  /**
   * What is stored.
   *
   * @param names of those who are on the list
   */
  record Gathered(Blocklist blocklist, List<AccountNames> names) {}

  @Override
  public Gathered gather(Work<Wanted> work, StateReader state, Turn turn) {
    Blocklist blocklist = Blocklist.read(work, state, turn);
    List<AccountNames> names = new ArrayList<>();
    blocklist
        .told()
        .ifPresent(
            told ->
                told.stream()
                    .sorted()
                    .forEach(jid -> names.add(AccountNames.read(jid, turn.identity(), state))));
    return new Gathered(blocklist, names);
  }

  @Override
  public List<Node> queries(Wanted request, Gathered gathered, Turn turn) {
    return List.of(Blocklist.query());
  }

  @Override
  public Outcome answered(Wanted request, List<Node> answers, Gathered gathered, Turn turn) {
    return Outcome.builder()
        .changes(gathered.blocklist().changes(turn))
        .effect(new Effect.Answer(new ServiceAnswer.Given<>(new Blocked(gathered.names()))))
        .build();
  }
}
