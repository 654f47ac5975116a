package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The WebSocket in both directions. */
@Timeout(30)
class SocketRoutesTest {
  @AutoClose private final ApiFixture api = new ApiFixture();

  @Test
  void greetsWithTheStatusAndSendsEventsOnceSubscribed() throws Exception {
    api.feed.append("message.received");
    try (SocketFrames frames = reader()) {
      JsonNode welcome = frames.next();
      assertThat(welcome.path("type").asText()).isEqualTo("welcome");
      assertThat(welcome.path("session").asText()).isEqualTo("test/support");
      assertThat(welcome.at("/status/phase").asText()).isEqualTo("Connected");
      frames.send("{\"type\":\"subscribe\",\"events\":[\"message.received\"],\"after\":\"0\"}");
      assertThat(frames.next().path("type").asText()).isEqualTo("subscribed");
      assertThat(frames.next().path("id").asText()).isEqualTo("event-1");
      api.feed.append("message.status");
      api.feed.append("message.received");
      assertThat(frames.next().path("id").asText()).isEqualTo("event-3");
    }
  }

  @Test
  void takesTheKeyOrATicketInTheFirstFrame() throws Exception {
    String ticket = api.post("/api/v1/events/tickets", "").json().path("ticket").asText();
    for (String shown :
        List.of("\"key\":\"" + ApiFixture.READER + "\"", "\"ticket\":\"" + ticket + "\"")) {
      try (SocketFrames frames = SocketFrames.open(api, "")) {
        frames.send("{\"type\":\"auth\"," + shown + "}");
        assertThat(frames.next().path("type").asText()).isEqualTo("welcome");
        frames.send("{\"type\":\"ping\"}");
        JsonNode pong = frames.next();
        assertThat(pong.path("type").asText()).isEqualTo("pong");
        assertThat(pong.path("at").asText()).isEqualTo(FakeClient.NOW.toString());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"auth\",\"key\":\"wrong-key-0000000000\"}|401|unauthorized",
        "{\"type\":\"auth\",\"ticket\":\"kzt_unknown\"}|401|ticket-refused",
        "{\"type\":\"auth\"}|422|invalid-request",
        "{\"type\":\"subscribe\"}|401|unauthorized",
        "{\"type\":\"request\",\"id\":\"1\",\"method\":\"GET\",\"path\":\"/api/v1/session\"}|401|unauthorized",
        "{\"type\":\"login\"}|422|invalid-request",
        "hello|400|malformed-request"
      })
  void endsWhatAStrangerSaysWrong(String frame, int status, String code) throws Exception {
    try (SocketFrames frames = SocketFrames.open(api, "")) {
      frames.send(frame);
      JsonNode error = frames.next();
      assertThat(error.path("type").asText()).isEqualTo("error");
      assertThat(error.at("/problem/status").asInt()).isEqualTo(status);
      assertThat(error.at("/problem/code").asText()).isEqualTo(code);
      assertThat(frames.closed()).isEqualTo(1008);
    }
  }

  @Test
  void refusesAWrongKeyInTheHeaderAtOnce() {
    assertThatThrownBy(() -> SocketFrames.open(api, "", "X-API-Key", "wrong-key-0000000000"))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(401));
  }

  @Test
  void refusesAWrongSubscriptionByName() throws Exception {
    try (SocketFrames frames = reader()) {
      frames.next();
      frames.send("{\"type\":\"subscribe\",\"events\":[\"nothing\"],\"since\":3}");

      JsonNode error = frames.next();
      assertThat(error.path("type").asText()).isEqualTo("error");
      assertThat(error.path("problem").path("errors").findValuesAsText("field"))
          .containsExactlyInAnyOrder("events", "since");
      assertThat(frames.closed()).isEqualTo(1008);
    }
  }

  @Test
  void answersRequestsAsIfEachHadComeOnItsOwn() throws Exception {
    try (SocketFrames frames = SocketFrames.open(api, "", "X-API-Key", ApiFixture.ADMIN)) {
      frames.next();
      JsonNode sent =
          ask(
              frames,
              "\"method\":\"POST\",\"path\":\"/api/v1/messages?wait=none\","
                  + "\"idempotencyKey\":\"order-7\",\"body\":{\"to\":\"+4915112345678\","
                  + "\"type\":\"text\",\"text\":\"hello\"}");
      assertThat(sent.path("status").asInt()).isEqualTo(202);
      assertThat(sent.at("/body/id").asText()).isNotEmpty();
      assertThat(api.client.accepted).hasSize(1);
      assertThat(api.client.accepted.getFirst().idempotency())
          .hasValueSatisfying(known -> assertThat(known.key()).isEqualTo("order-7"));

      assertThat(ask(frames, get("/api/v1/messages?limit=1")).at("/body/items").isArray()).isTrue();
      assertThat(ask(frames, get("/api/v1/nowhere")).path("status").asInt()).isEqualTo(404);
      assertThat(ask(frames, get("/api/v1/messages/none")).at("/body/code").asText())
          .isEqualTo("not-found");
      assertThat(ask(frames, "\"method\":\"PUT\",\"path\":\"/api/v1/session\"").path("status"))
          .hasToString("405");
      JsonNode stream = ask(frames, get("/api/v1/events"));
      assertThat(stream.path("status").asInt()).isEqualTo(422);
      assertThat(stream.at("/body/code").asText()).isEqualTo("not-by-websocket");
      for (String wrong :
          List.of(
              "\"method\":\"TRACE\",\"path\":\"/api/v1/session\"",
              get("/metrics"),
              get("/api/v1/session") + ",\"body\":[]",
              get("/api/v1/session") + ",\"body\":{\"a\":1}",
              get("/api/v1/session") + ",\"headers\":{}")) {
        assertThat(ask(frames, wrong).path("status").asInt()).as("%s", wrong).isEqualTo(422);
      }
      assertThat(api.answers).contains("POST 202", "GET 404");

      api.gate.close();
      JsonNode ending = ask(frames, get("/api/v1/session"));
      assertThat(ending.path("status").asInt()).isEqualTo(503);
      assertThat(ending.at("/headers/Retry-After").asText()).isEqualTo("5");
    }
  }

  @Test
  void holdsRequestsToTheRightsAndLimitsOfTheKey() throws Exception {
    try (SocketFrames frames = reader()) {
      frames.next();
      JsonNode refused = ask(frames, "\"method\":\"POST\",\"path\":\"/api/v1/session/logout\"");
      assertThat(refused.path("status").asInt()).isEqualTo(403);
      assertThat(api.client.loggedOut).hasValue(0);
    }
    try (SocketFrames frames = SocketFrames.open(api, "", "X-API-Key", ApiFixture.LIMITED)) {
      frames.next();
      assertThat(ask(frames, get("/api/v1/session")).path("status").asInt()).isEqualTo(200);
      assertThat(ask(frames, get("/api/v1/session")).path("status").asInt()).isEqualTo(429);
    }
  }

  @Test
  void endsARequestThatNoAnswerCouldName() throws Exception {
    try (SocketFrames frames = reader()) {
      frames.next();
      frames.send("{\"type\":\"request\"," + get("/api/v1/session") + "}");
      assertThat(frames.next().at("/problem/errors/0/field").asText()).isEqualTo("id");
      assertThat(frames.closed()).isEqualTo(1008);
    }
  }

  @Test
  void strangersTakeNoPlacesOfOthers() throws Exception {
    List<SocketFrames> strangers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      strangers.add(SocketFrames.open(api, ""));
    }
    assertThatThrownBy(() -> SocketFrames.open(api, ""))
        .cause()
        .isInstanceOf(WebSocketHandshakeException.class);
    try (SocketFrames known = reader()) {
      assertThat(known.next().path("type").asText()).isEqualTo("welcome");
    }
    strangers.getFirst().send("{\"type\":\"auth\",\"key\":\"" + ApiFixture.READER + "\"}");
    assertThat(strangers.getFirst().next().path("type").asText()).isEqualTo("welcome");
    Awaitility.await().until(() -> opensAsStranger(strangers));
    strangers.forEach(SocketFrames::close);
  }

  private boolean opensAsStranger(List<SocketFrames> strangers) throws Exception {
    try {
      return strangers.add(SocketFrames.open(api, ""));
    } catch (ExecutionException e) {
      return false;
    }
  }

  private static String get(String path) {
    return "\"method\":\"GET\",\"path\":\"" + path + "\"";
  }

  private static JsonNode ask(SocketFrames frames, String request) throws Exception {
    frames.send("{\"type\":\"request\",\"id\":\"r-1\"," + request + "}");
    JsonNode answer = frames.next();
    assertThat(answer.path("type").asText()).as("%s", answer).isEqualTo("response");
    assertThat(answer.path("id").asText()).isEqualTo("r-1");
    return answer;
  }

  private SocketFrames reader() throws Exception {
    return SocketFrames.open(api, "", "X-API-Key", ApiFixture.READER);
  }
}
