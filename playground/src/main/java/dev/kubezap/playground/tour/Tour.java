package dev.kubezap.playground.tour;

import dev.kubezap.playground.terminal.QrDrawing;
import dev.kubezap.playground.terminal.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Plays the story with no hand touched; every step must be seen. */
public final class Tour {

  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final Duration LONG = Duration.ofMinutes(2);

  private final TourPlace place;
  private final Disturbance disturbance;
  private final Terminal terminal;
  private final Steps steps;
  private final TourSession session;

  /**
   * A tour at this place.
   *
   * @param disturbance what goes wrong meanwhile
   */
  public Tour(TourPlace place, Disturbance disturbance, Terminal terminal) {
    this.place = place;
    this.disturbance = disturbance;
    this.terminal = terminal;
    this.steps = new Steps(terminal);
    this.session = new TourSession(place.client());
  }

  /**
   * Plays it.
   *
   * @param away whether operator and API server are away for a while
   * @param delete whether the session is deleted at the end
   * @return whether every step was seen
   */
  public boolean play(boolean away, boolean delete) throws InterruptedException {
    try (var http = new JsonHttp()) {
      var phones = new Phones(place.control(), http);
      forgetFormerTour();
      var own = link(phones);
      var api = new SessionApi(session, http);
      var conversation = new Conversation(place, steps, api, phones, own);
      var other = conversation.ask("");
      disturbance.at(Disturbance.Moment.SENT);
      conversation.answer("", other);
      new PictureAndGroup(place, steps, api, phones).play(other);
      new TourCallers(place, steps, session, http).call();
      new TourGateway(place, steps, phones, http).play(other, own);
      if (away) {
        var outages = new Outages(place, steps, session, phones, conversation, own, terminal);
        outages.operator();
        outages.apiServer();
      }
      if (delete) {
        new Removal(place, steps, session, phones).play(own);
      }
      terminal.line("\nThe tour, every step seen:");
      terminal.line(steps.summary());
      tellViolations(phones);
      return true;
    } catch (StepFailedException failed) {
      terminal.line("\n" + steps.summary());
      terminal.line("\nFAILED: " + failed.getMessage());
      return false;
    }
  }

  private void forgetFormerTour() throws StepFailedException, InterruptedException {
    if (session.find().isPresent()) {
      terminal.say("a session of a former tour is there: deleting it first");
      session.delete();
      new Steps(terminal)
          .await(
              "the former session is gone",
              LONG,
              place.log("operator"),
              status -> {
                status.set(session.summary());
                return session.find().isEmpty() ? Optional.of(true) : Optional.empty();
              });
    }
  }

  /** From the resource to a linked session; returns the phone's number. */
  private String link(Phones phones) throws StepFailedException, InterruptedException {
    var own =
        steps.await(
            "the simulator has phones",
            SHORT,
            place.log("simulator"),
            status -> {
              var numbers = phones.numbers();
              status.set(numbers.size() + " phones");
              return numbers.stream().findFirst();
            });
    steps.await(
        "WhatsAppSession " + TourSession.NAME + " applied",
        SHORT,
        place.log("kube-apiserver"),
        status -> {
          session.apply(place.sink().url(), place.sink().signingKey());
          return Optional.of(true);
        });
    disturbance.at(Disturbance.Moment.APPLIED);
    steps.await(
        "its pod runs as a process",
        LONG,
        place.log("operator"),
        status -> {
          var pod = session.pod();
          status.set(
              pod.map(found -> "pod " + found.getStatus().getPhase())
                  .orElse("no pod, " + session.summary()));
          return pod.filter(found -> "Running".equals(found.getStatus().getPhase()));
        });
    disturbance.at(Disturbance.Moment.POD_RUNS);
    var qr =
        steps.await(
            "a QR code is in the resource's status", LONG, place.podLog(), status -> qr(status));
    terminal.line("\n" + QrDrawing.draw(qr));
    steps.await(
        "the phone " + own + " has scanned it",
        LONG,
        place.log("simulator"),
        status -> {
          // The code is replaced every few seconds: the phone takes the one that is there now.
          var current = qr(status);
          if (current.isEmpty()) {
            return Optional.empty();
          }
          var answer = phones.scan(own, current.get());
          status.set("scan: " + answer.summary());
          return answer.ok() ? Optional.of(true) : Optional.empty();
        });
    disturbance.at(Disturbance.Moment.SCANNED);
    steps.await(
        "the resource is Ready",
        LONG,
        place.podLog(),
        status -> {
          status.set(session.summary());
          return session.is("Ready") ? Optional.of(true) : Optional.empty();
        });
    disturbance.at(Disturbance.Moment.READY);
    return own;
  }

  private void tellViolations(Phones phones) throws InterruptedException {
    try {
      var violations = phones.violations();
      terminal.line("  violations of the protocol that the simulator saw: " + violations.size());
      violations.forEach(violation -> terminal.line("    " + violation));
    } catch (IOException cause) {
      terminal.line("  violations are not known: " + cause.getMessage());
    }
  }

  private Optional<String> qr(Steps.Status status) {
    status.set(session.summary());
    return session.report().map(report -> report.qr()).map(qr -> qr.text());
  }
}
