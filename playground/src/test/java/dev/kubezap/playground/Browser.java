package dev.kubezap.playground;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A Chromium without a screen, driven by its DevTools protocol: a person's hands and eyes, as far
 * as a test of a page needs them.
 */
final class Browser implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final WebSocket socket;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final String session;

  /** The installed browser; empty where there is none. */
  static Optional<Path> installed() {
    return Arrays.stream(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":"))
        .flatMap(
            folder ->
                List.of("chromium", "chromium-browser", "google-chrome").stream()
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts one with a profile of its own.
   *
   * @param language what its user speaks, such as {@code pt-BR}
   */
  Browser(Path program, Path profile, String language) throws Exception {
    var builder =
        new ProcessBuilder(
            program.toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--lang=" + language,
            "--accept-lang=" + language,
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank");
    builder.environment().put("LANGUAGE", language);
    process =
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    var told = profile.resolve("DevToolsActivePort");
    await("the browser")
        .atMost(PATIENCE)
        .until(() -> Files.exists(told) && Files.readAllLines(told).size() >= 2);
    var lines = Files.readAllLines(told);
    socket =
        http.newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)), new Frames())
            .get(20, TimeUnit.SECONDS);
    var target = call("", "Target.createTarget", Map.of("url", "about:blank"));
    session =
        call(
                "",
                "Target.attachToTarget",
                Map.of("targetId", target.path("targetId").asText(), "flatten", true))
            .path("sessionId")
            .asText();
    for (var domain : List.of("Page.enable", "Runtime.enable", "Log.enable")) {
      call(session, domain, Map.of());
    }
  }

  /** Goes to the page, again when the way there fails. */
  void open(URI page) throws Exception {
    await(page.toString())
        .atMost(PATIENCE)
        .until(
            () ->
                call(session, "Page.navigate", Map.of("url", page.toString()))
                    .path("errorText")
                    .asText(),
            String::isEmpty);
  }

  /** As wide and high as this, as a phone is or a desk's screen. */
  void size(int width, int height) throws Exception {
    call(
        session,
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  /** What the expression is in the page, as text. */
  String value(String expression) throws Exception {
    var answer =
        call(
            session,
            "Runtime.evaluate",
            Map.of("expression", "String(" + expression + ")", "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(answer.path("exceptionDetails").toString());
    }
    return answer.at("/result/value").asText();
  }

  /** Waits until the expression holds; what the page shows is told when it does not come to it. */
  void see(String expression) throws Exception {
    try {
      await(expression)
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> value("Boolean(" + expression + ")").equals("true"));
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError(
          expression + " is not so; the page says: " + value("document.body.innerText"), e);
    }
  }

  /** Waits until there is such an element that can be used, and presses it. */
  void press(String selector) throws Exception {
    see(found(selector) + " && !" + found(selector) + ".disabled");
    value("(" + found(selector) + ".click(), 1)");
  }

  /** Writes into the field as a keyboard does. */
  void write(String selector, String text) throws Exception {
    see(found(selector));
    value("(" + found(selector) + ".focus(), 1)");
    call(session, "Input.insertText", Map.of("text", text));
  }

  /** A picture of the page. */
  byte[] picture() throws Exception {
    var answer = call(session, "Page.captureScreenshot", Map.of("format", "png"));
    return Base64.getDecoder().decode(answer.path("data").asText());
  }

  /** What the page's console and the browser's rules complained of. */
  List<String> complaints() {
    return complaints;
  }

  private String found(String selector) throws IOException {
    return "document.querySelector(" + json.writeValueAsString(selector) + ")";
  }

  private JsonNode call(String session, String method, Map<String, ?> parameters) throws Exception {
    ObjectNode message = json.createObjectNode();
    var number = numbers.incrementAndGet();
    message.put("id", number).put("method", method).set("params", json.valueToTree(parameters));
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    var answer = new CompletableFuture<JsonNode>();
    answers.put(number, answer);
    synchronized (answers) {
      var _ = socket.sendText(message.toString(), true).get(20, TimeUnit.SECONDS);
    }
    var document = answer.get(60, TimeUnit.SECONDS);
    if (document.has("error")) {
      throw new IllegalStateException(method + ": " + document.path("error"));
    }
    return document.path("result");
  }

  private void take(String text) throws IOException {
    var document = json.readTree(text);
    var waiting = answers.remove(document.path("id").asLong());
    if (waiting != null) {
      waiting.complete(document);
      return;
    }
    switch (document.path("method").asText()) {
      case "Runtime.exceptionThrown" ->
          complaints.add(document.at("/params/exceptionDetails").toString());
      case "Log.entryAdded" -> {
        if (document.at("/params/entry/source").asText().equals("security")) {
          complaints.add(document.at("/params/entry/text").asText());
        }
      }
      default -> {
        // Of no interest to a test.
      }
    }
  }

  private final class Frames implements WebSocket.Listener {
    private final StringBuilder part = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      part.append(text);
      if (last) {
        try {
          take(part.toString());
        } catch (IOException e) {
          complaints.add("the browser said what is no JSON: " + e.getMessage());
        }
        part.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
    process.destroy();
    process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
