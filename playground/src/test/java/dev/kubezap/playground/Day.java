package dev.kubezap.playground;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * What one caller does in a day, step by step: {@code days/README.md} says how a step is written.
 */
final class Day implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Pattern NAME = Pattern.compile("\\{([a-z]+)}");

  private final LeftRunning playground;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, String> remembered = new HashMap<>();
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
  private Optional<WebSocket> socket = Optional.empty();

  /**
   * Begins it.
   *
   * @param number the account of the caller's session, which is made
   * @param other a phone to talk to, which is made
   */
  Day(LeftRunning playground, String number, String other) throws Exception {
    this.playground = playground;
    remembered.put("number", number);
    remembered.put("other", other);
    remembered.put("hook", playground.webhooks().toString());
    for (var account : new String[] {number, other}) {
      phone("/accounts", Map.of("phoneNumber", "+" + account, "pushName", "Phone " + account));
    }
  }

  /** Does one step, and fails when what is to hold does not. */
  void step(String line) throws Exception {
    var parts = line.split("\\s*\\|\\s*", -1);
    var request = filled(parts[1].strip());
    var word = request.substring(0, request.indexOf(' '));
    var rest = request.substring(word.length() + 1);
    switch (word) {
      case "PHONE" -> phone(rest);
      case "OPEN" -> open(rest);
      case "HEAR" -> hear(rest);
      case "SOCKET" -> say(rest);
      case "TOLD" -> untilHeard(line, frames, Pattern.compile(rest, Pattern.DOTALL));
      case "HOOK" -> hook(rest);
      default -> call(word, rest, filled(parts[2]), Integer.parseInt(parts[3]), parts[4].strip());
    }
  }

  private void call(String method, String path, String body, int status, String checks)
      throws Exception {
    var own = body.startsWith("KEY");
    var text = own ? body.substring(3).strip() : body;
    if (!method.equals("GET")) {
      check(send(method, path, own, text), status, checks);
      return;
    }
    Awaitility.await(path)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> check(send(method, path, own, text), status, checks));
  }

  private HttpResponse<String> send(String method, String path, boolean own, String body)
      throws IOException, InterruptedException {
    var key = own ? Objects.requireNonNull(remembered.get("key")) : playground.fleetKey();
    var request =
        HttpRequest.newBuilder(URI.create(playground.gateway() + "/api/v1" + path))
            .timeout(PATIENCE.multipliedBy(2))
            .header("X-API-Key", key)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json")
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private void check(HttpResponse<String> answer, int status, String checks) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    var document = answer.body().isEmpty() ? json.createObjectNode() : json.readTree(answer.body());
    for (var check : checks.split("\\s*;\\s*", -1)) {
      if (!check.isEmpty()) {
        check(document, check);
      }
    }
  }

  private void check(JsonNode document, String check) {
    if (check.contains(" = ")) {
      var sides = check.split(" = ", 2);
      var value = document.at(sides[1]);
      assertThat(value.isValueNode() && !value.isNull()).as("%s in %s", check, document).isTrue();
      remembered.put(sides[0], value.asText());
    } else if (check.endsWith("?") && !check.contains(" ~ ")) {
      assertThat(document.at(check.substring(0, check.length() - 1).strip()).isMissingNode())
          .as("%s in %s", check, document)
          .isFalse();
    } else {
      var sides = check.split(" ~ ", 2);
      assertThat(document.at(sides[0]).asText())
          .as("%s in %s", check, document)
          .matches(filled(sides[1]));
    }
  }

  private void phone(String step) throws Exception {
    var word = step.substring(0, step.indexOf(' '));
    var rest = step.substring(word.length() + 1);
    var number = Objects.requireNonNull(remembered.get("number"));
    var other = Objects.requireNonNull(remembered.get("other"));
    switch (word) {
      case "scan" -> phone("/accounts/" + number + "/scan", Map.of("qr", rest));
      case "code" -> phone("/accounts/" + number + "/pairing-code", Map.of("code", rest));
      case "send" -> phone("/accounts/" + other + "/messages", Map.of("to", number, "text", rest));
      case "has" ->
          Awaitility.await("the phone has " + rest)
              .atMost(PATIENCE)
              .until(() -> messages(other).contains(json.writeValueAsString(rest)));
      default -> throw new IllegalArgumentException(step);
    }
  }

  private void phone(String path, Map<String, ?> body) throws Exception {
    var answer =
        http.send(
            HttpRequest.newBuilder(URI.create(playground.phones() + path))
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
  }

  private String messages(String number) throws Exception {
    var uri = URI.create(playground.phones() + "/accounts/" + number + "/messages");
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** Reads the stream of all sessions from now on, each event as one line. */
  private void open(String query) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(playground.gateway() + "/api/v1/events" + query))
            .header("X-API-Key", playground.fleetKey())
            .build();
    var answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    Thread.ofVirtual()
        .start(
            () -> {
              try (var lines =
                  new BufferedReader(
                      new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                var type = "";
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                  if (line.startsWith("event: ")) {
                    type = line.substring(7);
                  } else if (line.startsWith("data: ")) {
                    events.add(type + " " + line.substring(6));
                  }
                }
              } catch (IOException e) {
                events.add("the stream ended: " + e.getMessage());
              }
            });
  }

  private void hear(String step) throws InterruptedException {
    var type = step.substring(0, step.indexOf(' '));
    var wanted = Pattern.quote(type) + " " + step.substring(type.length() + 1);
    untilHeard(step, events, Pattern.compile(wanted));
  }

  private void say(String frame) throws Exception {
    if (socket.isEmpty()) {
      var address = playground.gateway().toString().replaceFirst("^http", "ws");
      socket =
          Optional.of(
              http.newWebSocketBuilder()
                  .buildAsync(URI.create(address + "/api/v1/events/ws"), new Frames())
                  .get(20, TimeUnit.SECONDS));
    }
    var _ = socket.get().sendText(frame, true).get(20, TimeUnit.SECONDS);
  }

  private void hook(String step) {
    var type = step.substring(0, step.indexOf(' '));
    var wanted = Pattern.compile(".*" + step.substring(type.length() + 1) + ".*");
    var session =
        "/sessions/" + Objects.requireNonNull(remembered.get("id")).replaceFirst(".*/", "") + "\"";
    Awaitility.await("the delivery of " + step)
        .atMost(PATIENCE)
        .until(
            () ->
                playground.delivered().stream()
                    .anyMatch(
                        line ->
                            line.contains("\"dev.kubezap." + type + "\"")
                                && line.contains(session)
                                && wanted.matcher(line).matches()));
  }

  private static void untilHeard(String step, BlockingQueue<String> heard, Pattern wanted)
      throws InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    var all = new StringBuilder();
    while (System.nanoTime() < deadline) {
      var next = heard.poll(1, TimeUnit.SECONDS);
      if (next != null && wanted.matcher(next).matches()) {
        return;
      }
      Optional.ofNullable(next).ifPresent(line -> all.append('\n').append(line));
    }
    throw new AssertionError(step + " did not come; what came:" + all);
  }

  /** What was remembered in the place of its name. */
  private String filled(String text) {
    return NAME.matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(remembered.getOrDefault(found.group(1), found.group())));
  }

  private final class Frames implements WebSocket.Listener {
    private final StringBuilder part = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      part.append(text);
      if (last) {
        frames.add(part.toString());
        part.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  @Override
  public void close() {
    socket.ifPresent(WebSocket::abort);
    http.shutdownNow();
  }
}
