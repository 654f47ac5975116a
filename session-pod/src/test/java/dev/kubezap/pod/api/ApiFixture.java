package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kubezap.pod.http.ApiKey;
import dev.kubezap.pod.http.Authenticator;
import dev.kubezap.pod.http.Dispatcher;
import dev.kubezap.pod.http.FrameCalls;
import dev.kubezap.pod.http.HttpLimits;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.QueryCredentials;
import dev.kubezap.pod.http.RateLimits;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.RouteCalls;
import dev.kubezap.pod.http.RouteTable;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.http.Tickets;
import dev.kubezap.pod.http.WorkGate;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.json.MalformedJsonException;
import dev.kubezap.pod.log.KeptLog;
import dev.kubezap.pod.mcp.McpRoutes;
import dev.kubezap.pod.media.MediaParts;
import dev.kubezap.pod.metrics.SessionMetrics;
import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.server.HttpServer;
import dev.kubezap.pod.server.ServerLimits;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.WhatsAppClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** The API over real HTTP, with a client, messages and events that a test decides. */
final class ApiFixture implements AutoCloseable {
  static final String ADMIN = "key-with-all-scopes-0001";
  static final String READER = "key-that-may-read-000002";
  static final String LIMITED = "key-of-few-requests-0003";
  static final String TOKEN = "eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl" + "x".repeat(1500);
  static final int BODY_LIMIT = 100_000;
  private static final String DESCRIPTION = "/openapi.json";

  private static final Authenticator AUTHENTICATOR =
      new Authenticator(
          () ->
              List.of(
                  ApiKey.of("admin", ADMIN, Set.of(Scope.ADMIN)),
                  ApiKey.of("reader", READER, Set.of(Scope.READ)),
                  ApiKey.of("limited", LIMITED, Set.of(Scope.READ)).limitedTo(12)),
          token ->
              token.equals(TOKEN)
                  ? Optional.of(ApiKey.ofToken("token", Set.of(Scope.READ)))
                  : Optional.empty());

  final FakeClient client = new FakeClient();
  final FakeArchive archive = new FakeArchive();
  final FakeFeed feed = new FakeFeed();
  final FakeWebhooks webhooks = new FakeWebhooks();
  final List<String> answers = new CopyOnWriteArrayList<>();
  final WorkGate gate = new WorkGate();
  final Path folder = temporary();
  private final KeptLog log = new KeptLog(folder);
  private final CloudEventJson envelopes = new CloudEventJson("test", "support");
  final EventStreams streams = new EventStreams(feed, envelopes);
  volatile boolean standby;
  final AtomicLong nanos = new AtomicLong(1_000_000_000L);
  private final RateLimits rates = new RateLimits(nanos::get);
  private final Tickets tickets = new Tickets(new SecureRandom(), nanos::get);
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  final FakeMediaHost mediaHost = new FakeMediaHost();
  private final MediaParts media = mediaHost.parts();
  private final HttpServer server = HttpServer.start(ServerLimits.DEFAULT);
  private final int port;
  private Optional<DescribedAnswers> described = Optional.empty();

  ApiFixture() {
    this(false);
  }

  /**
   * @param keyInQuery whether a key counts in an address
   */
  ApiFixture(boolean keyInQuery) {
    Dispatcher dispatcher =
        new Dispatcher(
            new RouteTable(routes()),
            AUTHENTICATOR,
            new HttpLimits(BODY_LIMIT, Duration.ofSeconds(10), HttpLimits.DEFAULT.allBodyBytes()),
            this::problemOf,
            gate,
            (method, status) -> answers.add(method + " " + status),
            new QueryCredentials(tickets, keyInQuery),
            rates);
    try {
      port = server.listen("127.0.0.1", 0, dispatcher);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("kubezap-api");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Problem problemOf(Throwable failure) {
    faults.add(failure);
    return Problem.of(500, "internal-error", "fault", "fault");
  }

  /** Every route of the pod. */
  List<Route> routes() {
    Session session =
        new Session() {
          @Override
          public Optional<WhatsAppClient> client() {
            return standby ? Optional.empty() : Optional.of(client);
          }

          @Override
          public SessionSnapshot snapshot() {
            return client.snapshot();
          }
        };
    List<Route> routes = new ArrayList<>();
    routes.addAll(new SessionRoutes(session).routes());
    routes.addAll(new PasskeyRoutes(session).routes());
    routes.addAll(new ImportRoutes(session).routes());
    Clock clock = Clock.fixed(FakeClient.NOW, ZoneOffset.UTC);
    routes.addAll(
        new StatsRoutes(
                session,
                archive,
                () -> new SessionMetrics(clock).totals(OptionalLong.of(3)),
                () -> Optional.of(JsonNodeFactory.instance.objectNode().put("chats", 7)))
            .routes());
    routes.addAll(new QrRoutes(session, clock).routes());
    routes.addAll(new LogRoutes(log).routes());
    SendRoutes sending = new SendRoutes(session, archive, media.outgoing());
    routes.addAll(sending.routes());
    routes.addAll(new ReceiverRoutes(sending, clock).routes());
    routes.addAll(new CloudEventRoutes(sending).routes());
    routes.addAll(new BulkRoutes(session, archive, media.outgoing()).routes());
    routes.addAll(new MessageRoutes(session, archive, media.incoming()).routes());
    routes.addAll(new ChatRoutes(session, archive).routes());
    routes.addAll(new HistoryRoutes(session, archive).routes());
    routes.addAll(new QueueRoutes(session, archive).routes());
    routes.addAll(new ChangeRoutes(session, archive).routes());
    routes.addAll(new ForwardRoutes(session, archive).routes());
    routes.addAll(new PurgeRoutes(session, archive).routes());
    routes.addAll(new QuarantineRoutes(session, archive).routes());
    routes.addAll(new NumberRoutes(session).routes());
    routes.addAll(new GroupRoutes(session).routes());
    routes.addAll(new GroupPeopleRoutes(session).routes());
    routes.addAll(new GroupPictureRoutes(session, media.outgoing()).routes());
    routes.addAll(new CommunityRoutes(session).routes());
    routes.addAll(new ChannelRoutes(session, media.outgoing()).routes());
    routes.addAll(new PresenceRoutes(session).routes());
    routes.addAll(new LabelRoutes(session, archive).routes());
    routes.addAll(new ContactRoutes(session, archive).routes());
    routes.addAll(new ProfileRoutes(session, media.outgoing()).routes());
    routes.addAll(new CallRoutes(session).routes());
    routes.addAll(new EventRoutes(feed, envelopes, streams, tickets, clock).routes());
    routes.addAll(new WebhookRoutes(webhooks).routes());
    routes.addAll(new WebhookTestRoutes(webhooks).routes());
    routes.addAll(new OpenApiRoute().routes());
    routes.addAll(new AsyncApiRoute().routes());
    routes.replaceAll(new KeyedRoutes(session)::keyed);
    routes.addAll(new McpRoutes(routes, new RouteCalls(AUTHENTICATOR, this::problemOf)).routes());
    FrameCalls frames =
        new FrameCalls(
            new RouteTable(routes),
            AUTHENTICATOR,
            rates,
            gate,
            this::problemOf,
            (method, status) -> answers.add(method + " " + status),
            tickets);
    routes.addAll(new SocketRoutes("test/support", session, streams, frames, clock).routes());
    return routes;
  }

  /** What handlers threw that is no problem document. */
  List<Throwable> faults() {
    return List.copyOf(faults);
  }

  int port() {
    return port;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  Answer get(String path, String... headers) throws IOException, InterruptedException {
    return send(request(path, headers).GET().build());
  }

  Answer post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return send(
        request(path, headers)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  Answer put(String path, String body, String... headers) throws IOException, InterruptedException {
    return send(
        request(path, headers)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  Answer patch(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return send(
        request(path, headers)
            .header("Content-Type", "application/json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  Answer delete(String path, String... headers) throws IOException, InterruptedException {
    return send(request(path, headers).DELETE().build());
  }

  Answer send(HttpRequest request) throws IOException, InterruptedException {
    Answer answer = new Answer(http.send(request, HttpResponse.BodyHandlers.ofByteArray()));
    compare(request, answer);
    return answer;
  }

  /** Whatever a test asks for: the answer is as it is described. */
  private void compare(HttpRequest request, Answer answer)
      throws IOException, InterruptedException {
    boolean isJson = answer.header("Content-Type").contains("json");
    String path = request.uri().getRawPath();
    if (!isJson || path.equals(DESCRIPTION)) {
      return;
    }
    if (described.isEmpty()) {
      HttpResponse<byte[]> response =
          http.send(
              HttpRequest.newBuilder(uri(DESCRIPTION)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      described = Optional.of(new DescribedAnswers(LONG.readTree(response.body())));
    }
    assertThat(
            described
                .get()
                .faults(
                    request.method(),
                    path,
                    answer.status(),
                    answer.header("Content-Type"),
                    LONG.readTree(answer.response().body())))
        .as("%s %s is answered by %s", request.method(), path, answer.status())
        .isEmpty();
  }

  HttpClient http() {
    return http;
  }

  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri(path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Bearer " + ADMIN);
    for (int i = 0; i < headers.length; i += 2) {
      builder.setHeader(headers[i], headers[i + 1]);
    }
    return builder;
  }

  /** Ends it; fails the test when a handler threw something that is no problem document. */
  @Override
  public void close() {
    streams.close();
    http.close();
    server.close();
    mediaHost.close();
    assertThat(faults).isEmpty();
  }

  private static final ObjectMapper LONG =
      new ObjectMapper(
          JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  /** An answer with its body. */
  record Answer(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    JsonNode json() {
      try {
        return Json.read(response.body());
      } catch (MalformedJsonException e) {
        throw new AssertionError("status " + status() + " without JSON", e);
      }
    }

    /** What is longer than anything that callers send: the API's description. */
    JsonNode longJson() throws IOException {
      return LONG.readTree(response.body());
    }
  }
}
