package dev.kubezap.playground.tour;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A message out by REST and its answer in at the webhook, as often as wanted. */
final class Conversation {

  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final Duration LONG = Duration.ofMinutes(2);

  private final TourPlace place;
  private final Steps steps;
  private final SessionApi api;
  private final Phones phones;
  private final String own;

  /**
   * Nothing is said yet.
   *
   * @param own the number of the session's account
   */
  Conversation(TourPlace place, Steps steps, SessionApi api, Phones phones, String own) {
    this.place = place;
    this.steps = steps;
    this.api = api;
    this.phones = phones;
    this.own = own;
  }

  /**
   * A message goes out.
   *
   * @param when begins the names of the steps; may be empty
   * @return the number that has got it
   */
  String ask(String when) throws StepFailedException, InterruptedException {
    var mark = UUID.randomUUID().toString().substring(0, 8);
    var question = "Is the parcel on its way? " + mark;
    var other =
        steps.await(
            when + "a message sent by REST is accepted",
            LONG,
            place.podLog(),
            status -> {
              var to = phones.numbers().stream().filter(number -> !number.equals(own)).findFirst();
              if (to.isEmpty()) {
                status.set("the simulator has no second phone");
                return Optional.empty();
              }
              var answer = post(to.get(), question, mark);
              status.set(answer.map(JsonHttp.Answer::summary).orElse("no address or key yet"));
              return answer.filter(JsonHttp.Answer::ok).isPresent() ? to : Optional.empty();
            });
    steps.await(
        when + "it arrived on the phone " + other,
        SHORT,
        place.log("simulator"),
        status -> phones.received(other, question));
    return other;
  }

  /** The phone answers, and the answer comes in. */
  void answer(String when, String from) throws StepFailedException, InterruptedException {
    var reply = "Yes, it arrives tomorrow. " + UUID.randomUUID().toString().substring(0, 8);
    steps.await(
        when + "the phone " + from + " has answered",
        SHORT,
        place.log("simulator"),
        status -> {
          var answer = phones.send(from, own, reply);
          status.set("send: " + answer.summary());
          return answer.ok() ? Optional.of(true) : Optional.empty();
        });
    steps.await(
        when + "the answer arrived at the webhook, signed",
        LONG,
        place.podLog(),
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

  private Optional<JsonHttp.Answer> post(String to, String text, String key)
      throws IOException, InterruptedException {
    return api.post(
        "/api/v1/messages?wait=sent", key, Map.of("to", to, "type", "text", "text", text));
  }
}
