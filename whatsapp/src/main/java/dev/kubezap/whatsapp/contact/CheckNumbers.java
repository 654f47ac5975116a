package dev.kubezap.whatsapp.contact;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.LidPairs;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks for a caller which phone numbers are on WhatsApp, and learns which LIDs they have. The
 * service is asked every time: who was not there yesterday may be today.
 */
public final class CheckNumbers
    implements ServiceStep<CheckNumbers.Of, CheckNumbers.Checked, CheckNumbers.Known> {
  /** How many numbers one request may ask for. */
  public static final int MOST = 100;

  /**
   * The input.
   *
   * @param numbers digits without a plus, 1 to {@link #MOST}, each once
   */
  public record Of(List<String> numbers) implements ServiceRequest<Checked> {
    public Of {
      numbers = List.copyOf(numbers);
    }
  }

  /**
   * The answer.
   *
   * @param numbers in the order in which they were asked for
   */
  public record Checked(List<Account> numbers) {
    public Checked {
      numbers = List.copyOf(numbers);
    }
  }

  /**
   * What is known of one number now.
   *
   * @param number the digits that were asked for
   * @param exists whether it is on WhatsApp
   * @param id the account's number, as the service writes it
   * @param lid its LID
   */
  public record Account(String number, boolean exists, Optional<Jid> id, Optional<Jid> lid) {}

  /** The names that are stored of the accounts that an answer tells of. */
  public record Known(Map<RecordKey<?>, Object> names) {
    public Known {
      names = Map.copyOf(names);
    }

    static Known of(List<NumberQuery.Told> told, StateReader state) {
      List<RecordKey<?>> keys = new ArrayList<>();
      for (NumberQuery.Told one : told) {
        one.phone().ifPresent(phone -> keys.add(new LidOfPhone(phone)));
        one.lid().ifPresent(lid -> keys.add(new PhoneOfLid(lid)));
      }
      return new Known(keys.isEmpty() ? Map.of() : state.read(keys));
    }
  }

  @Override
  public Known gather(Work<Of> work, StateReader state, Turn turn) {
    return work.replies().stream()
        .filter(Reply.Result.class::isInstance)
        .findFirst()
        .map(reply -> told(work.input(), ((Reply.Result) reply).iq()))
        .map(told -> Known.of(told, state))
        .orElse(new Known(Map.of()));
  }

  private static List<NumberQuery.Told> told(Of request, Node iq) {
    return NumberQuery.read(request.numbers(), iq);
  }

  @Override
  public List<Node> queries(Of request, Known known, Turn turn) {
    return List.of(NumberQuery.of(request.numbers(), turn));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Known known, Turn turn) {
    List<NumberQuery.Told> told = told(request, answers.getFirst());
    List<Account> accounts =
        told.stream()
            .map(
                one ->
                    new Account(
                        one.asked(),
                        one.exists(),
                        one.exists() ? one.phone() : Optional.empty(),
                        one.lid()))
            .toList();
    return Outcome.builder()
        .changes(learned(told, known))
        .effect(new Effect.Answer(new ServiceAnswer.Given<>(new Checked(accounts))))
        .build();
  }

  /** Stores the pairs of numbers and LIDs that are new, each over what those before it left. */
  static List<Change> learned(List<NumberQuery.Told> told, Known known) {
    Map<RecordKey<?>, Object> names = new HashMap<>(known.names());
    List<Change> changes = new ArrayList<>();
    for (NumberQuery.Told one : told) {
      if (one.phone().isEmpty() || one.lid().isEmpty()) {
        continue;
      }
      Jid phone = one.phone().get();
      Jid lid = one.lid().get();
      LidPairs.Known before =
          new LidPairs.Known(
              Optional.ofNullable((Jid) names.get(new LidOfPhone(phone))),
              Optional.ofNullable((Jid) names.get(new PhoneOfLid(lid))));
      for (Change change : LidPairs.learn(phone, lid, before)) {
        switch (change) {
          case Change.Put<?> put -> names.put(put.key(), put.value());
          case Change.Remove remove -> names.remove(remove.key());
          default -> {}
        }
        changes.add(change);
      }
    }
    return changes;
  }
}
