package dev.kubezap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.kubezap.client.invoker.ApiException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventStreamTest {
  private static final String FIRST =
      """
      retry: 1
      id: 4

      id: 5
      event: dev.kubezap.message.received
      data: {"specversion":"1.0","id":"a","source":"/s","type":"dev.kubezap.message.received",
      data:  "time":"2026-11-25T10:00:00Z","sequence":"5","data":{"text":"one"}}

      """;
  private static final String SECOND =
      """
      id: 9
      data: {"id":"b","source":"/s","type":"dev.kubezap.later","time":"2026-11-25T10:00:01Z","sequence":"9","newer":1}

      """;

  @AutoClose private final ScriptedServer server;
  private final List<CloudEvent> events = new ArrayList<>();

  EventStreamTest() throws IOException {
    server = new ScriptedServer();
  }

  private EventStream stream(String lastEventId, Duration silence) {
    return new EventStream(
        HttpClient.newHttpClient(),
        server.at("/api/v1/events"),
        () -> "secret",
        JsonMapper.builder().addModule(new JavaTimeModule()).build(),
        new ReconnectDelay(Duration.ofMillis(2), Duration.ofMillis(20), new Random(1)),
        silence,
        lastEventId);
  }

  @Test
  void goesOnAfterTheLastEventWhenTheConnectionBreaks() throws Exception {
    // The cut-off block of the first answer is none.
    server.then(200, FIRST + "id: 6\ndata: {\"id\":").then(503, "", "Retry-After", "0");
    server.then(200, SECOND);
    try (EventStream stream = stream("", Duration.ofSeconds(20))) {
      stream.forEach(event -> handle(event, "b", stream));

      assertThat(events).extracting(CloudEvent::id).containsExactly("a", "b");
      assertThat(events.get(0).data().path("text").asText()).isEqualTo("one");
      assertThat(events.get(1).data().isMissingNode()).isTrue();
      assertThat(stream.lastEventId()).isEqualTo("9");
    }
    assertThat(server.asked)
        .extracting(asked -> asked.header("Last-event-id"))
        .containsExactly("", "5", "5");
    assertThat(server.asked.get(0).header("Authorization")).isEqualTo("Bearer secret");
  }

  @Test
  void givesAnEventAgainWhoseHandlerFailed() throws Exception {
    server.then(200, FIRST).then(200, FIRST);
    try (EventStream stream = stream("3", Duration.ofSeconds(20))) {
      assertThatThrownBy(
              () ->
                  stream.forEach(
                      event -> {
                        throw new IllegalStateException("no room");
                      }))
          .hasMessage("no room");
      assertThat(stream.lastEventId()).isEqualTo("4");

      stream.forEach(event -> handle(event, "a", stream));
    }
    assertThat(server.asked.get(1).header("Last-event-id")).isEqualTo("4");
  }

  @Test
  void opensAnotherConnectionWhenNothingComes() throws Exception {
    server.thenStandStill(": \n\n").then(200, SECOND);
    try (EventStream stream = stream("", Duration.ofMillis(200))) {
      stream.forEach(event -> handle(event, "b", stream));
    }
    assertThat(events).hasSize(1);
  }

  @Test
  void saysWhatRepeatingCannotMend() {
    server.then(401, "{\"code\":\"unauthorized\"}");
    try (EventStream stream = stream("", Duration.ofSeconds(20))) {
      assertThatThrownBy(() -> stream.forEach(events::add))
          .isInstanceOfSatisfying(
              ApiException.class, refused -> assertThat(refused.getCode()).isEqualTo(401));
    }
  }

  @Test
  void saysThatWhatCameIsNoEvent() {
    server.then(200, "data: [\n\n");
    try (EventStream stream = stream("", Duration.ofSeconds(20))) {
      assertThatThrownBy(() -> stream.forEach(events::add))
          .isInstanceOf(ApiException.class)
          .hasMessageContaining("is no event");
    }
  }

  @Test
  void waitsLongerEachTimeAndNeverLessThanTheServerWishes() {
    ReconnectDelay delay =
        new ReconnectDelay(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random(1));

    assertThat(delay.after(1, Optional.empty()))
        .isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(delay.after(4, Optional.empty()))
        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
    assertThat(delay.after(1_000, Optional.empty()))
        .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    assertThat(delay.after(1, Optional.of(Duration.ofSeconds(7)))).isEqualTo(Duration.ofSeconds(7));
  }

  private void handle(CloudEvent event, String last, EventStream stream) {
    events.add(event);
    if (event.id().equals(last)) {
      stream.close();
    }
  }
}
