package dev.kubezap.playground.tour;

import dev.kubezap.crd.v1alpha1.SessionReport;
import dev.kubezap.playground.terminal.Terminal;
import java.time.Duration;
import java.util.Optional;

/**
 * Messages go on while the operator or the API server is away, and what happened meanwhile is told
 * in the status afterwards.
 */
final class Outages {

  private static final Duration LONG = Duration.ofMinutes(2);

  private final TourPlace place;
  private final Steps steps;
  private final TourSession session;
  private final Phones phones;
  private final Conversation conversation;
  private final String own;
  private final Terminal terminal;

  Outages(
      TourPlace place,
      Steps steps,
      TourSession session,
      Phones phones,
      Conversation conversation,
      String own,
      Terminal terminal) {
    this.place = place;
    this.steps = steps;
    this.session = session;
    this.phones = phones;
    this.conversation = conversation;
    this.own = own;
    this.terminal = terminal;
  }

  /** The resource is changed meanwhile: the operator takes that up when it is back. */
  void operator() throws StepFailedException, InterruptedException {
    try (var _ = place.absences().operator().get()) {
      terminal.say("  the operator is taken away");
      session.changeWithoutEffect();
      round("operator away: ");
    }
    steps.await(
        "the operator, back, has looked at the resource's change",
        LONG,
        place.log("operator"),
        status -> {
          status.set(session.summary());
          return session.observed() ? Optional.of(true) : Optional.empty();
        });
  }

  /** The connection is cut meanwhile: the status tells of the new one when the server is back. */
  void apiServer() throws StepFailedException, InterruptedException {
    var absence = place.absences().apiServer();
    if (absence.isEmpty()) {
      return;
    }
    var before = connectedAt();
    try (var _ = absence.get().get()) {
      terminal.say("  the API server is taken away");
      round("API server away: ");
      steps.await(
          "API server away: the session's connection is cut",
          LONG,
          place.log("simulator"),
          status -> phones.cut(own) ? Optional.of(true) : Optional.empty());
      round("API server away, connected anew: ");
    }
    steps.await(
        "the API server, back, is told of the new connection",
        LONG,
        place.podLog(),
        status -> {
          var now = connectedAt();
          status.set("connected at " + now.orElse("?") + ", " + session.summary());
          return now.filter(at -> !Optional.of(at).equals(before)).isPresent()
                  && session.is("Ready")
              ? Optional.of(true)
              : Optional.empty();
        });
  }

  private void round(String when) throws StepFailedException, InterruptedException {
    conversation.answer(when, conversation.ask(when));
  }

  private Optional<String> connectedAt() {
    return session.report().map(SessionReport::connectedAt);
  }
}
