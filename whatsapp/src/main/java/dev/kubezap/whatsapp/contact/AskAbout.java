package dev.kubezap.whatsapp.contact;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.device.Usync;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Asks what somebody says of himself (PROTOCOL 8, usync {@code status}). */
public final class AskAbout implements ServiceStep<AskAbout.Of, AskAbout.About, Person> {
  private static final int SID_BYTES = 8;
  private static final int LONGEST = 1_024;

  /**
   * The input.
   *
   * @param account without device
   */
  public record Of(Jid account) implements ServiceRequest<About> {}

  /**
   * The answer.
   *
   * @param id the number when it is known
   * @param text empty when he does not show it to this account, or has none
   * @param setAt since when it is so, when told
   */
  public record About(Jid id, Optional<String> text, Optional<Instant> setAt) {}

  @Override
  public Person gather(Work<Of> work, StateReader state, Turn turn) {
    return Person.read(work.input().account(), state, turn);
  }

  @Override
  public List<Node> queries(Of request, Person person, Turn turn) {
    return List.of(
        Usync.query(
            "interactive",
            List.of(Node.of("status")),
            List.of(Node.of("user").with("jid", person.address(turn))),
            HexFormat.of().formatHex(turn.random().next(SID_BYTES))));
  }

  @Override
  public Outcome answered(Of request, List<Node> answers, Person person, Turn turn) {
    Optional<Node> status =
        Usync.users(answers.getFirst()).stream()
            .findFirst()
            .flatMap(user -> user.child("status"))
            // A code instead of a text says why there is none, such as 401 for what is hidden.
            .filter(node -> node.attribute("code").isEmpty());
    Optional<String> text =
        status
            .flatMap(Node::text)
            .filter(
                about -> !about.isEmpty() && about.length() <= LONGEST && about.indexOf('\0') < 0);
    Outcome.Builder outcome = Outcome.builder();
    if (person.stored().isPresent()) {
      outcome.changes(person.changed(person.contact(turn).withAbout(text), turn));
    }
    return outcome
        .effect(
            new Effect.Answer(
                new ServiceAnswer.Given<>(
                    new About(person.id(), text, status.flatMap(node -> node.time("t"))))))
        .build();
  }
}
