package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class EventRoutesTest {
  @AutoClose private final ApiFixture api = new ApiFixture();

  @Test
  void listsEventsAfterACursor() throws Exception {
    api.feed.append("message.received");
    api.feed.append("message.status");
    api.feed.append("message.received");

    ApiFixture.Answer first = api.get("/api/v1/events?after=0&limit=2");
    assertThat(first.json().path("items").findValuesAsText("id"))
        .containsExactly("event-1", "event-2");
    assertThat(first.json().path("nextCursor").asText()).isEqualTo("2");

    ApiFixture.Answer filtered = api.get("/api/v1/events?after=1&events=message.received");
    assertThat(filtered.json().path("items").findValuesAsText("id")).containsExactly("event-3");

    ApiFixture.Answer none = api.get("/api/v1/events?after=3", "Accept", "application/json");
    assertThat(none.json().path("items")).isEmpty();
    assertThat(none.json().path("nextCursor").asText()).isEqualTo("3");
  }

  @Test
  void listsStoredEventsByTypeTimeAndSubject() throws Exception {
    String eva = "4915112345678@s.whatsapp.net";
    Instant noon = Instant.parse("2026-11-23T12:00:00Z");
    api.feed.append("message.received", eva, noon.minusSeconds(60));
    api.feed.append("message.status", eva, noon);
    api.feed.append("message.received", "4915187654321@s.whatsapp.net", noon);
    api.feed.append("message.received", eva, noon.plusSeconds(1));
    api.feed.append("message.received", eva, noon.plusSeconds(60));

    String path = "/api/v1/events?from=2026-11-23T12:00:00Z&to=2026-11-23T12:01:00Z";
    ApiFixture.Answer all = api.get(path);
    assertThat(all.json().path("items").findValuesAsText("id"))
        .containsExactly("event-2", "event-3", "event-4");
    assertThat(all.json().path("complete").asBoolean()).isTrue();
    assertThat(
            api.get(path + "&type=message.received&subject=%2B4915112345678")
                .json()
                .path("items")
                .findValuesAsText("id"))
        .containsExactly("event-4");
    ApiFixture.Answer first = api.get("/api/v1/events?type=message.received&limit=2");
    assertThat(first.json().path("items").findValuesAsText("id"))
        .containsExactly("event-1", "event-3");
    assertThat(first.json().path("nextCursor").asText()).isEqualTo("3");
    assertThat(api.get("/api/v1/events?from=yesterday").status()).isEqualTo(422);
    assertThat(api.get("/api/v1/events?subject=").status()).isEqualTo(422);
  }

  @Test
  void streamsEventsFromWhereTheReaderWas() throws Exception {
    api.feed.append("message.received");
    api.feed.append("message.received");

    try (EventReader reader = open("Last-Event-ID", "1", 1)) {
      assertThat(reader.next()).isEqualTo(List.of("id: 2", "event: message.received"));
      api.feed.append("message.status");
      assertThat(reader.next()).isEqualTo(List.of("id: 3", "event: message.status"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "9223372036854775808", "18446744073709551615"})
  void refusesAPlaceThatNoEventHas(String id) throws Exception {
    ApiFixture.Answer answer =
        api.get("/api/v1/events", "Accept", "text/event-stream", "Last-Event-ID", id);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("Last-Event-ID");
  }

  @Test
  void streamsOnlyNewEventsWithoutAPlace() throws Exception {
    api.feed.append("message.received");

    try (EventReader reader = open("Accept", "text/event-stream", 1)) {
      api.feed.append("message.sent");
      assertThat(reader.next()).isEqualTo(List.of("id: 2", "event: message.sent"));
    }
  }

  @Test
  void endsStreamsWithTheProcess() throws Exception {
    try (EventReader reader = open("Accept", "text/event-stream", 0)) {
      api.streams.close();
      assertThat(reader.end()).isTrue();
    }
    assertThat(api.get("/api/v1/events").status()).isEqualTo(503);
  }

  @Test
  void hasPlacesForSoManyStreamsAndNoMore() throws Exception {
    var request = api.request("/api/v1/events", "Accept", "text/event-stream").GET().build();
    List<CompletableFuture<HttpResponse<InputStream>>> asked =
        IntStream.range(0, 66)
            .mapToObj(i -> api.http().sendAsync(request, HttpResponse.BodyHandlers.ofInputStream()))
            .toList();
    List<HttpResponse<InputStream>> answers = asked.stream().map(CompletableFuture::join).toList();
    assertThat(answers.stream().filter(answer -> answer.statusCode() == 200)).hasSize(64);
    assertThat(answers.stream().filter(answer -> answer.statusCode() == 429))
        .hasSize(2)
        .allSatisfy(answer -> assertThat(answer.headers().firstValue("Retry-After")).isPresent());
    for (HttpResponse<InputStream> answer : answers) {
      answer.body().close();
    }
    // A place comes back with the end of its stream.
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              try (InputStream body =
                  api.http().send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
                assertThat(body.read()).isEqualTo('r');
              }
            });
  }

  @Test
  void opensOneStreamByATicketInPlaceOfAKey() throws Exception {
    api.feed.append("message.received");
    String ticket = ticket();
    String path = "/api/v1/events?after=0&ticket=" + ticket;
    String[] nobody = {"Authorization", "", "Accept", "application/json"};

    assertThat(api.get(path, nobody).json().path("items")).hasSize(1);
    assertThat(api.get(path, nobody).status()).as("a second time").isEqualTo(401);
    assertThat(api.get("/api/v1/session?ticket=" + ticket(), nobody).status())
        .as("what is no stream")
        .isEqualTo(401);

    String old = ticket();
    api.nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    assertThat(api.get("/api/v1/events?ticket=" + old, nobody).status()).isEqualTo(401);

    try (SocketFrames frames = SocketFrames.open(api, "?ticket=" + ticket())) {
      assertThat(frames.next().path("type").asText()).isEqualTo("welcome");
    }
    assertThat(api.get("/api/v1/session/qr?ticket=" + ticket(), nobody).status())
        .as("a picture")
        .isEqualTo(409);
  }

  @Test
  void takesAKeyInTheAddressOfAStreamWhereThatIsSwitchedOn() throws Exception {
    String[] nobody = {"Authorization", "", "Accept", "application/json"};
    String key = "apiKey=" + ApiFixture.READER;
    try (ApiFixture open = new ApiFixture(true)) {
      open.feed.append("message.received");
      assertThat(open.get("/api/v1/events?after=0&" + key, nobody).json().path("items")).hasSize(1);
      try (SocketFrames frames = SocketFrames.open(open, "?" + key)) {
        assertThat(frames.next().path("type").asText()).isEqualTo("welcome");
      }
      assertThat(open.get("/api/v1/events?after=0&apiKey=no-such-key", nobody).status())
          .isEqualTo(401);
      assertThat(open.get("/api/v1/events?" + key + "&" + key, nobody).json().path("code").asText())
          .as("two keys")
          .isEqualTo("key-in-query-refused");
      assertThat(open.get("/api/v1/messages?" + key, nobody).status())
          .as("what is no stream")
          .isEqualTo(401);
    }
    assertThat(api.get("/api/v1/events?after=0&" + key, nobody).json().path("detail").asText())
        .as("switched off")
        .contains("ticket");
  }

  @Test
  void issuesNoMoreTicketsThanItKeeps() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      ticket();
    }
    ApiFixture.Answer refused = api.post("/api/v1/events/tickets", "");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("30");
    api.nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    ticket();
  }

  @Test
  void holdsAKeyToItsRequests() throws Exception {
    String[] limited = {"Authorization", "Bearer " + ApiFixture.LIMITED};
    assertThat(api.get("/api/v1/session", limited).status()).isEqualTo(200);
    assertThat(api.get("/api/v1/session", limited).status()).isEqualTo(200);
    ApiFixture.Answer refused = api.get("/api/v1/session", limited);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json().path("code").asText()).isEqualTo("rate-limited");
    assertThat(refused.header("Retry-After")).isEqualTo("5");
    assertThat(api.get("/api/v1/session").status()).as("another key").isEqualTo(200);
  }

  private String ticket() throws Exception {
    ApiFixture.Answer answer = api.post("/api/v1/events/tickets", "");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().path("expiresAt").asText()).isNotEmpty();
    return answer.json().path("ticket").asText();
  }

  @Test
  void listsTheCatalogue() throws Exception {
    assertThat(api.get("/api/v1/events/catalog").json().path("items").findValuesAsText("event"))
        .contains("message.received", "message.status", "session.qr");
  }

  private EventReader open(String header, String value, int place) throws Exception {
    HttpResponse<InputStream> response =
        api.http()
            .send(
                api.request("/api/v1/events", header, value).GET().build(),
                HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
    EventReader reader =
        new EventReader(
            new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    assertThat(reader.next()).isEqualTo(List.of("retry: 2000", "id: " + place));
    return reader;
  }

  /** Reads server-sent events, without their data. */
  private record EventReader(BufferedReader lines) implements AutoCloseable {
    List<String> next() throws java.io.IOException {
      List<String> event = new ArrayList<>();
      String line = lines.readLine();
      while (line != null && (!line.isEmpty() || event.isEmpty())) {
        if (!line.isEmpty() && !line.startsWith(":") && !line.startsWith("data:")) {
          event.add(line);
        }
        line = lines.readLine();
      }
      return event;
    }

    boolean end() throws java.io.IOException {
      return next().isEmpty();
    }

    @Override
    public void close() throws java.io.IOException {
      lines.close();
    }
  }
}
