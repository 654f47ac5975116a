package dev.kubezap.pod.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A pod as a process of its own. */
final class PodProcess implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern LISTENING =
      Pattern.compile("KUBEZAP_LISTENING http=(\\d+) management=(\\d+)");

  /** How a process ends that its agent ends. */
  private static final int HALTED = 86;

  private final Process process;
  private final HttpClient http;
  private final Path output;
  private final Path data;
  private final Optional<String> apiKey;
  private final int port;
  private final int managementPort;

  private PodProcess(
      Process process,
      HttpClient http,
      Path output,
      Path data,
      Optional<String> apiKey,
      int port,
      int managementPort) {
    this.process = process;
    this.http = http;
    this.output = output;
    this.data = data;
    this.apiKey = apiKey;
    this.port = port;
    this.managementPort = managementPort;
  }

  /** Starts a pod and waits until it serves. */
  static PodProcess start(Path data, HttpClient http, Map<String, String> variables)
      throws IOException {
    return start(data, http, variables, PackagedPod.read());
  }

  /** Starts a pod in this way and waits until it serves. */
  static PodProcess start(
      Path data, HttpClient http, Map<String, String> variables, PackagedPod pod)
      throws IOException {
    return startUnlessHalted(data, http, variables, pod)
        .orElseThrow(() -> new AssertionError("the pod was halted"));
  }

  /** Starts a pod and waits until it serves; empty when its agent ended it before. */
  static Optional<PodProcess> startUnlessHalted(
      Path data, HttpClient http, Map<String, String> variables, PackagedPod pod)
      throws IOException {
    Path output = newOutput(data, "output");
    Process process = spawn(data, variables, output, pod);
    Optional<Matcher> listening =
        Awaitility.await("the pod serves")
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(20))
            .until(
                () -> {
                  boolean ended = !process.isAlive();
                  Matcher matcher = LISTENING.matcher(Files.readString(output));
                  if (ended && process.exitValue() != HALTED) {
                    throw new AssertionError("the pod ended: " + Files.readString(output));
                  }
                  return new Listening(
                      ended, matcher.find() ? Optional.of(matcher) : Optional.empty());
                },
                now -> now.ended() || now.ports().isPresent())
            .ports();
    return listening.map(
        ports ->
            new PodProcess(
                process,
                http,
                output,
                data,
                Optional.ofNullable(variables.get("KUBEZAP_API_KEY")),
                Integer.parseInt(ports.group(1)),
                Integer.parseInt(ports.group(2))));
  }

  private record Listening(boolean ended, Optional<Matcher> ports) {}

  /** Starts a pod and kills it some time after, whether it serves by then or not. */
  static void startAndKill(Path data, Map<String, String> variables, Duration after)
      throws IOException, InterruptedException {
    Path output = newOutput(data, "killed");
    Process process = spawn(data, variables, output, PackagedPod.read());
    boolean ended = process.waitFor(after.toMillis(), TimeUnit.MILLISECONDS);
    if (ended) {
      throw new AssertionError("the pod ended: " + Files.readString(output));
    }
    process.destroyForcibly().waitFor();
  }

  /** Beside the volume, which may be full. */
  private static Path newOutput(Path data, String prefix) throws IOException {
    Path folder = Files.createDirectories(Path.of(data + "-output"));
    return Files.createTempFile(folder, prefix, ".log");
  }

  private static Process spawn(
      Path data, Map<String, String> variables, Path output, PackagedPod pod) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(pod.command(variables.containsKey("KUBEZAP_DATABASE_URL")));
    builder.environment().keySet().removeIf(name -> name.startsWith("KUBE"));
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    builder.environment().putAll(variables);
    builder.environment().put("KUBEZAP_DATA_DIR", data.toString());
    builder.environment().put("KUBEZAP_HTTP_HOST", "127.0.0.1");
    builder.environment().put("KUBEZAP_HTTP_PORT", "0");
    builder.environment().put("KUBEZAP_MANAGEMENT_PORT", "0");
    return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  /** GET of the API. */
  JsonNode get(String path) throws IOException, InterruptedException {
    return json(request(path).GET().build());
  }

  /** POST of the API; the answer with its HTTP status as {@code httpStatus}. */
  JsonNode post(String path, String body) throws IOException, InterruptedException {
    return json(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** The same with further headers. */
  JsonNode post(String path, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
    headers.forEach(request::header);
    return json(request.POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  /** PUT of the API; the answer with its HTTP status as {@code httpStatus}. */
  JsonNode put(String path, String body) throws IOException, InterruptedException {
    return json(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** POST of bytes to the API; the answer with its HTTP status as {@code httpStatus}. */
  JsonNode post(String path, byte[] body) throws IOException, InterruptedException {
    return json(
        request(path)
            .header("Content-Type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build());
  }

  /** GET of the API; the bytes of a successful answer. */
  byte[] bytes(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        http.send(
            request(path).setHeader("Accept", "*/*").build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " of " + path);
    }
    return response.body();
  }

  /** POST of a form with the boundary {@code limit}. */
  HttpResponse<byte[]> form(Supplier<InputStream> body) throws IOException, InterruptedException {
    return http.send(
        request("/api/v1/messages")
            .header("Content-Type", "multipart/form-data; boundary=limit")
            .POST(HttpRequest.BodyPublishers.ofInputStream(body))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  /** GET of the management port. */
  String management(String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** Waits until the session's phase is this. */
  JsonNode awaitPhase(String phase) {
    return Awaitility.await("phase " + phase)
        .atMost(Outage.patience(Duration.ofSeconds(60)))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> get("/api/v1/session"), s -> s.path("phase").asText().equals(phase));
  }

  /** What the process wrote. */
  String output() throws IOException {
    return Files.readString(output);
  }

  /** The text of the API key, as it was given or made. */
  String apiKey() throws IOException {
    return apiKey.isPresent() ? apiKey.get() : Files.readString(data.resolve("api-key")).strip();
  }

  /** Tells once when the process's agent has ended it. */
  void whenHalted(Runnable then) {
    CompletableFuture<Void> _ =
        process
            .onExit()
            .thenAccept(
                ended -> {
                  if (ended.exitValue() == HALTED) {
                    then.run();
                  }
                });
  }

  /** The port of the API. */
  int port() {
    return port;
  }

  /** The process's number. */
  long pid() {
    return process.pid();
  }

  /** Whether the process runs. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends the process as Kubernetes does; answers whether it ended in time. */
  boolean terminate() throws InterruptedException {
    return terminate(Duration.ofSeconds(25));
  }

  /** The same with as much time as is given. */
  boolean terminate(Duration time) throws InterruptedException {
    process.destroy();
    return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends the process without a chance to do anything. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Ends the process, without waiting for it. */
  void abandon() {
    process.destroyForcibly();
  }

  /** Ends the process and what it started. */
  @Override
  public void close() throws IOException {
    try {
      if (!process.isAlive() || !terminate()) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    endDatabase();
  }

  /** A killed pod leaves its PostgreSQL behind. */
  private void endDatabase() throws IOException {
    Path pidFile = data.resolve("postgresql/data/postmaster.pid");
    if (Files.exists(pidFile)) {
      List<String> lines = Files.readAllLines(pidFile);
      ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).ifPresent(ProcessHandle::destroy);
    }
  }

  private HttpRequest.Builder request(String path) throws IOException {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(60))
        .header("X-API-Key", apiKey())
        .header("Accept", "application/json");
  }

  private JsonNode json(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    JsonNode json = JSON.readTree(response.body());
    if (json instanceof com.fasterxml.jackson.databind.node.ObjectNode object) {
      object.put("httpStatus", response.statusCode());
    }
    return json;
  }
}
