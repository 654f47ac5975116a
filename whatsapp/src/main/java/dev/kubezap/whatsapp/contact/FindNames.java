package dev.kubezap.whatsapp.contact;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the other name of an account: by what is stored, else by asking for its number. The service
 * does not tell the number of a LID.
 */
public final class FindNames
    implements ServiceStep<FindNames.Of, AccountNames, FindNames.Gathered> {

  /**
   * The input.
   *
   * @param account a phone number or a LID, without device
   */
  public record Of(Jid account) implements ServiceRequest<AccountNames> {}

  /**
   * What is stored.
   *
   * @param names of the account
   * @param told by the answer, as {@link CheckNumbers} reads it
   */
  public record Gathered(AccountNames names, CheckNumbers.Known told) {}

  @Override
  public Gathered gather(Work<Of> work, StateReader state, Turn turn) {
    AccountNames names = AccountNames.read(work.input().account(), turn.identity(), state);
    CheckNumbers.Known told =
        work.replies().stream()
            .filter(Reply.Result.class::isInstance)
            .findFirst()
            .map(reply -> told(work.input(), ((Reply.Result) reply).iq()))
            .map(answer -> CheckNumbers.Known.of(answer, state))
            .orElse(new CheckNumbers.Known(Map.of()));
    return new Gathered(names, told);
  }

  private static List<NumberQuery.Told> told(Of request, Node iq) {
    return NumberQuery.read(List.of(request.account().user()), iq);
  }

  @Override
  public Optional<Outcome> unasked(Of request, Gathered gathered, Turn turn) {
    AccountNames names = gathered.names();
    if (names.phone().isPresent() && names.lid().isPresent()) {
      return Optional.of(ServiceStep.given(names));
    }
    return request.account().isLid() ? Optional.of(unknown()) : Optional.empty();
  }

  private static Outcome unknown() {
    return ServiceStep.answer(
        new ServiceAnswer.Impossible<AccountNames>(
            "lid-unknown",
            "The phone number of this LID is not known: WhatsApp tells it with a message or a group of that account, and not when it is asked."));
  }

  @Override
  public List<Node> queries(Of request, Gathered gathered, Turn turn) {
    return List.of(NumberQuery.of(List.of(request.account().user()), turn));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Gathered gathered, Turn turn) {
    List<NumberQuery.Told> told = told(request, answers.getFirst());
    NumberQuery.Told one = told.getFirst();
    if (one.lid().isEmpty()) {
      return ServiceStep.answer(
          new ServiceAnswer.Impossible<AccountNames>(
              "not-on-whatsapp", "This phone number is not on WhatsApp, or hidden."));
    }
    return Outcome.builder()
        .changes(CheckNumbers.learned(told, gathered.told()))
        .effect(
            new Effect.Answer(
                new ServiceAnswer.Given<>(
                    new AccountNames(
                        one.phone().or(() -> Optional.of(request.account())), one.lid()))))
        .build();
  }
}
