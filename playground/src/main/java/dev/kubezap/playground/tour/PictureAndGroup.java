package dev.kubezap.playground.tour;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A picture to a phone, and a group that the session makes, writes to and is answered in. */
final class PictureAndGroup {

  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final Duration LONG = Duration.ofMinutes(2);

  /** A PNG of one pixel, in base64. */
  private static final String PICTURE =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

  private final TourPlace place;
  private final Steps steps;
  private final SessionApi api;
  private final Phones phones;
  private final String mark = UUID.randomUUID().toString().substring(0, 8);

  PictureAndGroup(TourPlace place, Steps steps, SessionApi api, Phones phones) {
    this.place = place;
    this.steps = steps;
    this.api = api;
    this.phones = phones;
  }

  /**
   * Plays it.
   *
   * @param other the number that is written to
   */
  void play(String other) throws StepFailedException, InterruptedException {
    picture(other);
    group(other);
  }

  private void picture(String other) throws StepFailedException, InterruptedException {
    var caption = "The parcel " + mark;
    accepted(
        "a picture sent by REST is accepted",
        "/api/v1/messages?wait=sent",
        "picture-",
        Map.of(
            "to",
            other,
            "type",
            "image",
            "caption",
            caption,
            "media",
            Map.of("data", PICTURE, "mimetype", "image/png")));
    steps.await(
        "the phone " + other + " has fetched it, and opens the same bytes",
        SHORT,
        place.log("simulator"),
        status -> {
          var file = phones.file(other);
          status.set(file.map(found -> "a file that differs").orElse("no file yet"));
          return file.filter(
              found -> found.caption().equals(caption) && found.data().equals(PICTURE));
        });
  }

  private void group(String other) throws StepFailedException, InterruptedException {
    var group =
        accepted(
                "the session has made a group with the phone " + other,
                "/api/v1/groups",
                "group-",
                Map.of("subject", "Parcels " + mark, "participants", List.of(other)))
            .body()
            .at("/group/id")
            .asText();
    var text = "Who is at home? " + mark;
    accepted(
        "a message to the group is accepted",
        "/api/v1/messages?wait=sent",
        "to-group-",
        Map.of("to", group, "type", "text", "text", text));
    steps.await(
        "it arrived in the group on the phone " + other,
        SHORT,
        place.log("simulator"),
        status -> phones.received(other, text));
    var reply = "I am, until noon. " + mark;
    steps.await(
        "the phone " + other + " has answered in the group",
        SHORT,
        place.log("simulator"),
        status -> {
          var answer = phones.send(other, group, reply);
          status.set("send: " + answer.summary());
          return answer.ok() ? Optional.of(true) : Optional.empty();
        });
    steps.await(
        "the answer of the group arrived at the webhook, signed",
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
                          && webhook.event().path("data").toString().contains(group)
                          && webhook.event().path("data").toString().contains(reply));
        });
  }

  private JsonHttp.Answer accepted(String step, String path, String key, Map<String, ?> body)
      throws StepFailedException, InterruptedException {
    return steps.await(
        step,
        LONG,
        place.podLog(),
        status -> {
          var answer = api.post(path, key + mark, body);
          status.set(answer.map(JsonHttp.Answer::summary).orElse("no address or key yet"));
          return answer.filter(JsonHttp.Answer::ok);
        });
  }
}
