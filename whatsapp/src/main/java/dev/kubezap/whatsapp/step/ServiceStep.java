package dev.kubezap.whatsapp.step;

import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.node.Node;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A step that asks the service for a caller, once, and answers by what it said.
 *
 * @param <I> the request
 * @param <A> what the caller wants
 * @param <G> the stored state that it needs
 */
public interface ServiceStep<I extends ServiceRequest<A>, A, G> extends Step<I, G> {
  /** Callers wait no longer than some seconds more. */
  Duration PATIENCE = Duration.ofSeconds(20);

  /** What can be said or done without asking; empty when the service must be asked. */
  default Optional<Outcome> unasked(I request, G gathered, Turn turn) {
    return Optional.empty();
  }

  /** The questions, at least one. */
  List<Node> queries(I request, G gathered, Turn turn);

  /** What follows from the answers, one for each question. */
  Outcome answered(I request, List<Node> answers, G gathered, Turn turn);

  /** What follows when the service says no; usually the caller is told. */
  default Outcome refused(I request, Reply.Refused refused, G gathered, Turn turn) {
    return answer(new ServiceAnswer.Refused<A>(refused.code(), refused.retryAfter()));
  }

  @Override
  default Outcome decide(Work<I> work, G gathered, Turn turn) {
    if (work.asked() == 0) {
      return unasked(work.input(), gathered, turn)
          .orElseGet(
              () ->
                  turn.connection().loggedIn() && turn.identity().isPresent()
                      ? Outcome.builder()
                          .ask(new Ask(queries(work.input(), gathered, turn), PATIENCE))
                          .build()
                      : answer(new ServiceAnswer.NotConnected<A>()));
    }
    for (Reply reply : work.replies()) {
      switch (reply) {
        case Reply.Refused refused -> {
          return refused(work.input(), refused, gathered, turn);
        }
        case Reply.Missing _ -> {
          return answer(new ServiceAnswer.Unanswered<A>());
        }
        case Reply.Result _ -> {}
      }
    }
    List<Node> answers = work.replies().stream().map(reply -> ((Reply.Result) reply).iq()).toList();
    return answered(work.input(), answers, gathered, turn);
  }

  /** The outcome that tells the caller and does nothing else. */
  static Outcome answer(ServiceAnswer<?> answer) {
    return Outcome.builder().effect(new Effect.Answer(answer)).build();
  }

  /** The outcome that gives the caller a value and does nothing else. */
  static Outcome given(Object value) {
    return answer(new ServiceAnswer.Given<>(value));
  }
}
