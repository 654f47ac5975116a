package dev.kubezap.pod.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One session whose process is killed and started again, on the same data folder and database.
 * Callers find it at the address of its newest process.
 */
final class RestartedPod implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern LISTENING = Pattern.compile("KUBEZAP_LISTENING http=(\\d+) ");

  private final Path data;
  private final HttpClient http;
  private volatile Map<String, String> variables;
  private volatile Optional<Running> running = Optional.empty();

  /** The process that is replaced when its agent ends it. */
  private Optional<PodProcess> mortal = Optional.empty();

  private volatile Duration patience = Duration.ofSeconds(30);

  private record Running(PodProcess process, String url, String apiKey) {}

  /** An answer of the API. */
  record Answer(int status, JsonNode body, HttpHeaders headers) {

    /** The code of a problem document; fails when it is none, or does not say when to come back. */
    String problem() {
      String code = body.path("code").asText();
      boolean whole =
          headers.firstValue("Content-Type").orElse("").startsWith("application/problem+json")
              && body.path("status").asInt() == status
              && body.path("type").asText().equals("https://kubezap.dev/problems/" + code)
              && headers.firstValueAsLong("Retry-After").orElse(0) > 0;
      if (!whole) {
        throw new AssertionError("no problem document: " + this);
      }
      return code;
    }
  }

  RestartedPod(Path data, HttpClient http, Map<String, String> variables) {
    this.data = data;
    this.http = http;
    this.variables = variables;
  }

  /** Starts a process and waits until it serves. */
  void start() throws IOException {
    start(PackagedPod.read());
  }

  /** Starts a process in this way and waits until it serves. */
  void start(PackagedPod pod) throws IOException {
    serve(PodProcess.start(data, http, variables, pod));
  }

  /**
   * Starts a process whose agent may end it, and another in its place then; waits until one serves.
   *
   * @param once variables of this process alone
   */
  synchronized void startMortal(Map<String, String> once) throws IOException {
    Map<String, String> all = new HashMap<>(variables);
    all.putAll(once);
    PackagedPod pod = once.isEmpty() ? PackagedPod.read() : PackagedPod.read().withoutCache();
    Optional<PodProcess> process = PodProcess.startUnlessHalted(data, http, all, pod);
    if (process.isEmpty()) {
      start();
      return;
    }
    serve(process.get());
    mortal = process;
    process.get().whenHalted(() -> replace(process.get()));
  }

  private synchronized void replace(PodProcess halted) {
    if (!mortal.equals(Optional.of(halted))) {
      return;
    }
    mortal = Optional.empty();
    try {
      start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(PodProcess process) throws IOException {
    Matcher listening = LISTENING.matcher(process.output());
    if (!listening.find()) {
      throw new IllegalStateException("the pod does not say where it listens");
    }
    running =
        Optional.of(
            new Running(process, "http://127.0.0.1:" + listening.group(1), process.apiKey()));
  }

  /** Starts a process with other values for some variables, as all after it. */
  void startWith(Map<String, String> changed) throws IOException {
    Map<String, String> all = new HashMap<>(variables);
    all.putAll(changed);
    variables = Map.copyOf(all);
    start();
  }

  /** Where the newest process serves. */
  String url() {
    return running.orElseThrow().url();
  }

  /** Callers send this key from now on. */
  void useKey(String apiKey) {
    Running now = running.orElseThrow();
    running = Optional.of(new Running(now.process(), now.url(), apiKey));
  }

  /**
   * Starts a process beside the newest one, on a volume and with variables of its own; callers find
   * this one from now on.
   *
   * @return what ran before, for the caller to end
   */
  PodProcess startRival(Path volume, Map<String, String> changed) throws IOException {
    PodProcess before = process();
    Map<String, String> all = new HashMap<>(variables);
    all.putAll(changed);
    serve(PodProcess.start(volume, http, all));
    return before;
  }

  /** How long callers wait for an answer from now on. */
  void patience(Duration timeout) {
    patience = timeout;
  }

  /** Starts a process and kills it some time after, whether it serves by then or not. */
  void startAndKill(Duration after) throws IOException, InterruptedException {
    PodProcess.startAndKill(data, variables, after);
  }

  /** Ends the process as Kubernetes does; one that its agent has ended needs no other. */
  synchronized void end() throws InterruptedException {
    mortal = Optional.empty();
    if (!process().terminate()) {
      throw new AssertionError("the pod did not end in time");
    }
  }

  /** The newest process. */
  PodProcess process() {
    return running.orElseThrow().process();
  }

  /** Ends the process without a chance to do anything; callers keep calling its address. */
  void kill() throws InterruptedException {
    process().kill();
  }

  /** POST under an idempotency key; fails while no process serves. */
  Answer post(String path, String body, String idempotencyKey)
      throws IOException, InterruptedException {
    return exchange(
        request(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", idempotencyKey)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** PUT; fails while no process serves. */
  Answer put(String path, String body) throws IOException, InterruptedException {
    return changed("PUT", path, body);
  }

  /** PATCH; fails while no process serves. */
  Answer patch(String path, String body) throws IOException, InterruptedException {
    return changed("PATCH", path, body);
  }

  private Answer changed(String method, String path, String body)
      throws IOException, InterruptedException {
    return exchange(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** The bytes of a file; fails while they cannot be given. */
  byte[] file(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        http.send(
            request(path).setHeader("Accept", "*/*").GET().build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException("GET " + path + " was answered by " + response.statusCode());
    }
    return response.body();
  }

  /** The folder of the session's files. */
  Path data() {
    return data;
  }

  /** All stored messages of this direction, {@code in} or {@code out}. */
  List<JsonNode> messages(String direction) throws IOException, InterruptedException {
    String first = "/api/v1/messages?limit=200&direction=" + direction;
    List<JsonNode> all = new ArrayList<>();
    Optional<String> path = Optional.of(first);
    while (path.isPresent()) {
      JsonNode page = get(path.get());
      page.path("items").forEach(all::add);
      path =
          Optional.of(page.path("nextCursor").asText())
              .filter(Predicate.not(String::isEmpty))
              .map(cursor -> first + "&cursor=" + cursor);
    }
    return all;
  }

  /** All events, oldest first. */
  List<JsonNode> events() throws IOException, InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    String before = "";
    String after = "0";
    while (!after.equals(before)) {
      before = after;
      JsonNode page = get("/api/v1/events?limit=200&after=" + after);
      page.path("items").forEach(all::add);
      after = page.path("nextCursor").asText();
    }
    return all;
  }

  /** GET, whatever comes of it. */
  Answer ask(String path) throws IOException, InterruptedException {
    return exchange(request(path).GET().build());
  }

  /** GET with another key than the callers', whatever comes of it. */
  Answer askWith(String apiKey, String path) throws IOException, InterruptedException {
    return exchange(request(path).setHeader("X-API-Key", apiKey).GET().build());
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    Answer answer = ask(path);
    if (answer.status() != 200) {
      throw new IOException("GET " + path + " was answered by " + answer);
    }
    return answer.body();
  }

  private HttpRequest.Builder request(String path) {
    Running now = running.orElseThrow();
    return HttpRequest.newBuilder(URI.create(now.url() + path))
        .timeout(patience)
        .header("X-API-Key", now.apiKey())
        .header("Accept", "application/json");
  }

  private Answer exchange(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), JSON.readTree(response.body()), response.headers());
  }

  @Override
  public synchronized void close() throws IOException {
    mortal = Optional.empty();
    if (running.isPresent()) {
      process().close();
    }
  }
}
