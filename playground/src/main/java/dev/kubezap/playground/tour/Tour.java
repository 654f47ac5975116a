package dev.kubezap.playground.tour;

import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import dev.kubezap.playground.terminal.QrDrawing;
import dev.kubezap.playground.terminal.Terminal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

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
   * @param delete whether the session is deleted at the end
   * @return whether every step was seen
   */
  public boolean play(boolean delete) throws InterruptedException {
    try (var http = new JsonHttp()) {
      var phones = new Phones(place.control(), http);
      forgetFormerTour();
      var own = link(phones);
      talk(phones, own, http);
      if (delete) {
        remove(phones, own);
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
              log("operator"),
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
            log("simulator"),
            status -> {
              var numbers = phones.numbers();
              status.set(numbers.size() + " phones");
              return numbers.stream().findFirst();
            });
    steps.await(
        "WhatsAppSession " + TourSession.NAME + " applied",
        SHORT,
        log("kube-apiserver"),
        status -> {
          session.apply(place.sink().url(), place.sink().signingKey());
          return Optional.of(true);
        });
    disturbance.at(Disturbance.Moment.APPLIED);
    steps.await(
        "its pod runs as a process",
        LONG,
        log("operator"),
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
            "a QR code is in the resource's status", LONG, log(podLog()), status -> qr(status));
    terminal.line("\n" + QrDrawing.draw(qr));
    steps.await(
        "the phone " + own + " has scanned it",
        LONG,
        log("simulator"),
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
        log(podLog()),
        status -> {
          status.set(session.summary());
          return session.is("Ready") ? Optional.of(true) : Optional.empty();
        });
    disturbance.at(Disturbance.Moment.READY);
    return own;
  }

  private void talk(Phones phones, String own, JsonHttp http)
      throws StepFailedException, InterruptedException {
    var mark = UUID.randomUUID().toString().substring(0, 8);
    var question = "Is the parcel on its way? " + mark;
    var reply = "Yes, it arrives tomorrow. " + mark;
    var other =
        steps.await(
            "a message sent by REST is accepted",
            LONG,
            log(podLog()),
            status -> {
              var to = phones.numbers().stream().filter(number -> !number.equals(own)).findFirst();
              if (to.isEmpty()) {
                status.set("the simulator has no second phone");
                return Optional.empty();
              }
              var answer = post(http, to.get(), question, mark);
              status.set(answer.map(JsonHttp.Answer::summary).orElse("no address or key yet"));
              return answer.filter(JsonHttp.Answer::ok).isPresent() ? to : Optional.empty();
            });
    steps.await(
        "it arrived on the phone " + other,
        SHORT,
        log("simulator"),
        status -> phones.received(other, question));
    disturbance.at(Disturbance.Moment.SENT);
    phoneAnswers(phones, other, own, reply);
    steps.await(
        "the answer arrived at the webhook, signed",
        LONG,
        log(podLog()),
        status -> {
          status.set(place.sink().count() + " other webhooks");
          return place
              .sink()
              .find(
                  webhook ->
                      webhook.signed()
                          && webhook.type().equals("dev.kubezap.message.received")
                          && webhook.event().path("data").toString().contains(reply));
        });
  }

  private void phoneAnswers(Phones phones, String from, String to, String text)
      throws StepFailedException, InterruptedException {
    steps.await(
        "the phone " + from + " has answered",
        SHORT,
        log("simulator"),
        status -> {
          var answer = phones.send(from, to, text);
          status.set("send: " + answer.summary());
          return answer.ok() ? Optional.of(true) : Optional.empty();
        });
  }

  private void remove(Phones phones, String own) throws StepFailedException, InterruptedException {
    session.delete();
    steps.await(
        "the session is deleted with all of its objects",
        LONG,
        log("operator"),
        status -> {
          var left = session.objects();
          status.set(session.find().map(found -> session.summary()).orElse("") + " " + left);
          return session.find().isEmpty() && left.isEmpty() ? Optional.of(true) : Optional.empty();
        });
    steps.await(
        "the phone " + own + " has no linked device any more",
        SHORT,
        log("operator"),
        status -> {
          var companions = phones.companions(own);
          status.set(companions + " linked devices");
          return companions == 0 ? Optional.of(true) : Optional.empty();
        });
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

  private Optional<JsonHttp.Answer> post(JsonHttp http, String to, String text, String key)
      throws IOException, InterruptedException {
    var endpoint = session.status().map(WhatsAppSessionStatus::endpoint);
    var apiKey = session.apiKey();
    if (endpoint.isEmpty() || apiKey.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        http.post(
            URI.create(endpoint.get() + "/api/v1/messages?wait=sent"),
            Map.of("X-API-Key", apiKey.get(), "Idempotency-Key", "tour-" + key),
            Map.of("to", to, "type", "text", "text", text)));
  }

  private Optional<String> qr(Steps.Status status) {
    status.set(session.summary());
    return session.report().map(report -> report.qr()).map(qr -> qr.text());
  }

  private static String podLog() {
    return "default_was-" + TourSession.NAME + "-0_session";
  }

  private Path log(String name) {
    return place.logs().resolve(name + ".log");
  }
}
