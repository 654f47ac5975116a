package dev.kubezap.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens to all sessions, by WebSocket. */
@QuarkusTest
@TestProfile(RunningGateway.Variables.class)
@WithKubernetesTestServer
@Timeout(60)
class FleetSocketTest extends RunningGateway {

  private EventPods pods;

  @BeforeEach
  void beginPods() throws Exception {
    pods = new EventPods();
  }

  @AfterEach
  void endPods() throws Exception {
    pods.close();
  }

  @Test
  void theFirstFrameSaysWhoCallsAndTheSecondWhatTheyWant() throws Exception {
    EventPods.Pod a = running("shop", "a");
    running("bank", "b");
    String cursor;
    try (Conversation reader = open("")) {
      reader.say("{\"type\": \"auth\", \"key\": \"" + READER + "\"}");
      JsonNode welcome = reader.next();
      assertThat(welcome.path("type").asText()).isEqualTo("welcome");
      assertThat(welcome.path("sessions").asInt()).isEqualTo(1);
      reader.say("{\"type\": \"ping\"}");
      JsonNode pong = reader.next();
      assertThat(pong.path("type").asText()).isEqualTo("pong");
      assertThat(pong.path("at").asText()).matches("20[0-9-]+T[0-9:.]+Z");
      reader.say(
          "{\"type\": \"subscribe\", \"events\": [\"session.status\", \"message.received\"]}");
      assertThat(reader.next().path("type").asText()).isEqualTo("subscribed");
      JsonNode status = reader.next();
      assertThat(status.path("type").asText()).isEqualTo("dev.kubezap.session.status");
      assertThat(status.at("/data/id").asText()).isEqualTo("shop/a");
      assertThat(status.at("/data/phase").asText()).isEqualTo("Connected");
      await().until(() -> a.open() == 1);
      a.append("message.sent", "not wanted");
      a.append("message.received", "hello");
      JsonNode event = reader.event();
      assertThat(event.at("/data/text").asText()).isEqualTo("hello");
      assertThat(event.path("source").asText()).isEqualTo("/namespaces/shop/sessions/a");
      cursor = event.path("cursor").asText();
    }
    a.append("message.received", "missed");
    try (Conversation reader = open(FLEET)) {
      assertThat(reader.next().path("sessions").asInt()).isEqualTo(2);
      reader.say(
          "{\"type\": \"subscribe\", \"session\": \"shop/a\", \"after\": \"" + cursor + "\"}");
      assertThat(reader.next().path("sessions").asInt()).isEqualTo(1);
      assertThat(reader.event().at("/data/phase").asText()).isEqualTo("Connected");
      assertThat(reader.event().at("/data/text").asText()).isEqualTo("missed");
    }
  }

  @Test
  void aSessionsOwnKeyReadsThatSessionAlone() throws Exception {
    running("bank", "b");
    String key = json(make("{\"name\": \"mine\"}")).path("apiKey").asText();
    try (Conversation reader = open("")) {
      reader.say("{\"type\": \"auth\", \"key\": \"" + key + "\"}");
      assertThat(reader.next().path("sessions").asInt()).isEqualTo(1);
      reader.say("{\"type\": \"subscribe\"}");
      reader.next();
      assertThat(reader.next().at("/data/id").asText()).isEqualTo("shop/mine");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type": "auth", "key": "unknown-key-01234"}   | unauthorized
          {"type": "auth"}                               | unauthorized
          {"type": "subscribe"}                          | unauthorized
          {"type": "speak"}                              | invalid-request
          []                                             | malformed-request
          {                                              | malformed-request
          """)
  void aStrangerIsToldWhatIsWrongAndSentAway(String frame, String code) throws Exception {
    try (Conversation stranger = open("")) {
      stranger.say(frame);
      JsonNode error = stranger.next();
      assertThat(error.path("type").asText()).isEqualTo("error");
      assertThat(error.at("/problem/code").asText()).isEqualTo(code);
      assertThat(stranger.closed()).isEqualTo(1008);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type": "subscribe", "events": ["message.send"]} | events
          {"type": "subscribe", "events": [1]}              | events
          {"type": "subscribe", "after": "7"}               | after
          {"type": "subscribe", "since": "7"}               | since
          """)
  void aSubscriptionThatIsWrongIsNamed(String frame, String field) throws Exception {
    try (Conversation reader = open(FLEET)) {
      reader.next();
      reader.say(frame);
      assertThat(reader.next().at("/problem/errors/0/field").asText()).isEqualTo(field);
      assertThat(reader.closed()).isEqualTo(1008);
    }
  }

  private EventPods.Pod running(String namespace, String name) throws Exception {
    EventPods.Pod started = pods.pod(namespace, name);
    make("{\"namespace\": \"" + namespace + "\", \"name\": \"" + name + "\"}");
    report(resource(namespace, name), "Connected", null, started.url());
    await()
        .until(
            () ->
                json(send("GET", "/api/v1/sessions/" + namespace + "/" + name, FLEET, ""))
                    .path("connected")
                    .asBoolean());
    return started;
  }

  private Conversation open(String key) throws Exception {
    var conversation = new Conversation();
    WebSocket.Builder builder = http.newWebSocketBuilder();
    if (!key.isEmpty()) {
      builder.header("X-API-Key", key);
    }
    String base = String.valueOf(root).replaceFirst("^http", "ws").replaceAll("/$", "");
    conversation.socket =
        builder
            .buildAsync(URI.create(base + "/api/v1/events/ws"), conversation)
            .get(10, TimeUnit.SECONDS);
    return conversation;
  }

  /** Both sides of one WebSocket. */
  private static final class Conversation implements WebSocket.Listener, AutoCloseable {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> closes = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private @Nullable WebSocket socket;

    void say(String text) {
      var _ = Objects.requireNonNull(socket).sendText(text, true);
    }

    JsonNode next() throws Exception {
      return JSON.readTree(
          Objects.requireNonNull(heard.poll(20, TimeUnit.SECONDS), "nothing was said"));
    }

    /** The next frame that is not a cursor alone. */
    JsonNode event() throws Exception {
      JsonNode frame = next();
      while (frame.path("type").asText().equals("cursor")) {
        frame = next();
      }
      return frame;
    }

    int closed() throws InterruptedException {
      return Objects.requireNonNull(closes.poll(20, TimeUnit.SECONDS), "not closed");
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      part.append(text);
      if (last) {
        heard.add(part.toString());
        part.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closes.add(code);
      return null;
    }

    @Override
    public void close() {
      Objects.requireNonNull(socket).abort();
    }
  }
}
