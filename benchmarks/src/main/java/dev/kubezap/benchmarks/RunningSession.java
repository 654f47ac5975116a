package dev.kubezap.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A contender's process and its API. */
final class RunningSession implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration POLL = Duration.ofMillis(5);

  private final Contender contender;
  private final Process process;
  private final URI base;
  private final long startedAt;
  private final HttpClient http;
  private final ObjectMapper json = new ObjectMapper();

  private RunningSession(
      Contender contender, Process process, URI base, long startedAt, HttpClient http) {
    this.contender = contender;
    this.process = process;
    this.base = base;
    this.startedAt = startedAt;
    this.http = http;
  }

  /** Starts a contender and waits for its API. */
  static RunningSession start(Contender contender, Contender.Place place, HttpClient http)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(contender.command());
    builder.environment().putAll(contender.environment(place));
    Path log = Files.createDirectories(place.folder()).resolve("stderr.log");
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    long startedAt = System.nanoTime();
    Process process = builder.start();
    CompletableFuture<Integer> port = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> readPort(contender, process, port));
    try {
      URI base = URI.create("http://127.0.0.1:" + port.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
      return new RunningSession(contender, process, base, startedAt, http);
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException(contender.name() + " did not start; its log is " + log, e);
    }
  }

  private static void readPort(
      Contender contender, Process process, CompletableFuture<Integer> port) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = lines.readLine()) != null) {
        if (line.startsWith(contender.announcement())) {
          String rest = line.substring(contender.announcement().length());
          int end = rest.indexOf(' ');
          port.complete(Integer.parseInt(end < 0 ? rest : rest.substring(0, end)));
        }
      }
      port.completeExceptionally(new IOException("it ended"));
    } catch (IOException e) {
      port.completeExceptionally(e);
    }
  }

  /** Milliseconds since its process was started. */
  double age() {
    return (System.nanoTime() - startedAt) / 1e6;
  }

  long pid() {
    // A shell that ran the program by exec has become it.
    return process.pid();
  }

  ProcessUsage usage() throws IOException {
    return ProcessUsage.of(pid());
  }

  /** Waits until the session's resource is so. */
  JsonNode await(Predicate<JsonNode> condition) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonNode last = json.nullNode();
    while (System.nanoTime() < deadline) {
      HttpResponse<String> response =
          http.send(request("/api/v1/session").GET().build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == 200) {
        last = json.readTree(response.body());
        if (condition.test(last)) {
          return last;
        }
      }
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    }
    throw new IOException(contender.name() + " stayed as it was: " + last.path("phase"));
  }

  String awaitQr() throws IOException, InterruptedException {
    return await(session -> session.path("qr").hasNonNull("text")).path("qr").path("text").asText();
  }

  void awaitConnected() throws IOException, InterruptedException {
    await(session -> session.path("phase").asText().equals("Connected"));
  }

  /** A connection of its own to the API. */
  Caller caller() throws IOException {
    return new Caller(base, contender.apiKey());
  }

  /** Sends a text and waits for the answer. */
  void send(Caller caller, String to, String text) throws IOException {
    String body =
        json.createObjectNode().put("to", to).put("type", "text").put("text", text).toString();
    post(caller, body);
  }

  /** Sends a file that is somewhere else and waits for the answer. */
  void sendFile(Caller caller, String to, String url, String name) throws IOException {
    ObjectNode body = json.createObjectNode().put("to", to).put("type", "document");
    body.putObject("media")
        .put("url", url)
        .put("mimetype", "application/octet-stream")
        .put("filename", name);
    post(caller, body.toString());
  }

  private void post(Caller caller, String body) throws IOException {
    int status = caller.post("/api/v1/messages", body);
    if (status != 201) {
      throw new IOException(contender.name() + " answered " + status + " to a message");
    }
  }

  /** What it says at a path. */
  JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(contender.name() + " answered " + response.statusCode() + " " + path);
    }
    return json.readTree(response.body());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
    return contender.apiKey().isEmpty()
        ? request
        : request.header("Authorization", "Bearer " + contender.apiKey());
  }

  /** Ends it as Kubernetes would. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + contender.name() + " ended");
    }
  }
}
