package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.ApiKey;
import dev.kubezap.pod.http.Authenticator;
import dev.kubezap.pod.http.Dispatcher;
import dev.kubezap.pod.http.HttpLimits;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.RateLimits;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.RouteTable;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.http.Tickets;
import dev.kubezap.pod.http.WorkGate;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.json.MalformedJsonException;
import dev.kubezap.pod.metrics.SessionMetrics;
import dev.kubezap.pod.outbox.StoredEvent;
import dev.kubezap.pod.server.HttpServer;
import dev.kubezap.pod.server.ServerLimits;
import dev.kubezap.pod.store.MessageQuery;
import dev.kubezap.pod.store.Slice;
import dev.kubezap.pod.webhook.Delivery;
import dev.kubezap.pod.webhook.SigningKey;
import dev.kubezap.pod.webhook.TestDelivery;
import dev.kubezap.pod.webhook.WebhookEndpoint;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.WhatsAppClient;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The API over real HTTP, with a client, messages and events that a test decides. */
final class ApiFixture {
  static final String ADMIN = "key-with-all-scopes-0001";
  static final String READER = "key-that-may-read-000002";
  static final String LIMITED = "key-of-few-requests-0003";
  static final int BODY_LIMIT = 100_000;

  final FakeClient client = new FakeClient();
  final FakeArchive archive = new FakeArchive();
  final FakeFeed feed = new FakeFeed();
  final FakeWebhooks webhooks = new FakeWebhooks();
  final List<String> answers = new CopyOnWriteArrayList<>();
  final WorkGate gate = new WorkGate();
  final EventStreams streams = new EventStreams(feed, ApiFixture::envelope);
  volatile boolean standby;
  final AtomicLong nanos = new AtomicLong(1_000_000_000L);
  private final Tickets tickets = new Tickets(new SecureRandom(), nanos::get);
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpServer server;

  ApiFixture() throws Exception {
    Dispatcher dispatcher =
        new Dispatcher(
            new RouteTable(routes()),
            new Authenticator(
                () ->
                    List.of(
                        ApiKey.of("admin", ADMIN, Set.of(Scope.ADMIN)),
                        ApiKey.of("reader", READER, Set.of(Scope.READ)),
                        ApiKey.of("limited", LIMITED, Set.of(Scope.READ)).limitedTo(12))),
            new HttpLimits(BODY_LIMIT, Duration.ofSeconds(10)),
            failure -> {
              faults.add(failure);
              return Problem.of(500, "internal-error", "fault", "fault");
            },
            gate,
            (method, status) -> answers.add(method + " " + status),
            tickets,
            new RateLimits(nanos::get));
    server = HttpServer.open("127.0.0.1", 0, ServerLimits.DEFAULT, dispatcher);
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
    Clock clock = Clock.fixed(FakeClient.NOW, ZoneOffset.UTC);
    routes.addAll(
        new StatsRoutes(() -> new SessionMetrics(clock).totals(OptionalLong.of(3))).routes());
    routes.addAll(new QrRoutes(session, clock).routes());
    routes.addAll(new SendRoutes(session, archive).routes());
    routes.addAll(new MessageRoutes(session, archive).routes());
    routes.addAll(new EventRoutes(feed, ApiFixture::envelope, streams, tickets, clock).routes());
    routes.addAll(new WebhookRoutes(webhooks).routes());
    routes.addAll(new OpenApiRoute().routes());
    return routes;
  }

  /** What handlers threw that is no problem document. */
  List<Throwable> faults() {
    return List.copyOf(faults);
  }

  int port() {
    return server.port();
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

  Answer send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    return new Answer(response);
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

  void close() throws Exception {
    streams.close();
    http.close();
    server.close();
  }

  static ObjectNode envelope(StoredEvent event) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", event.id())
        .put("type", "dev.kubezap." + event.type());
  }

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
  }

  /** Messages in memory. */
  static final class FakeArchive implements Archive {
    final List<StoredMessage> messages = new CopyOnWriteArrayList<>();
    final List<Chat> chats = new CopyOnWriteArrayList<>();
    volatile Optional<MessageQuery> asked = Optional.empty();
    volatile Optional<PageRequest> page = Optional.empty();

    @Override
    public Optional<StoredMessage> message(String id) {
      return messages.stream().filter(message -> message.id().equals(id)).findFirst();
    }

    @Override
    public Slice<StoredMessage> messages(MessageQuery query, PageRequest wanted) {
      asked = Optional.of(query);
      page = Optional.of(wanted);
      List<StoredMessage> found =
          messages.stream()
              .filter(m -> query.chat().isEmpty() || query.chat().get().equals(m.chat()))
              .filter(m -> query.fromMe().isEmpty() || query.fromMe().get() == m.fromMe())
              .toList();
      return found.size() <= wanted.limit()
          ? new Slice<>(found, Optional.empty())
          : new Slice<>(found.subList(0, wanted.limit()), Optional.of("next"));
    }

    @Override
    public Slice<Chat> chats(PageRequest wanted) {
      return new Slice<>(chats, Optional.empty());
    }

    @Override
    public Optional<Chat> chat(Jid id) {
      return chats.stream()
          .filter(chat -> chat.id().equals(id) || chat.lid().filter(id::equals).isPresent())
          .findFirst();
    }
  }

  /** Events in memory. */
  static final class FakeFeed implements EventFeed {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition appended = lock.newCondition();
    private final List<StoredEvent> events = new ArrayList<>();

    void append(String type) {
      lock.lock();
      try {
        long sequence = events.size() + 1L;
        events.add(
            new StoredEvent(
                sequence, "event-" + sequence, type, Optional.empty(), FakeClient.NOW, "{}"));
        appended.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public List<StoredEvent> after(long sequence, int limit) {
      lock.lock();
      try {
        return events.stream().filter(e -> e.sequence() > sequence).limit(limit).toList();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public List<StoredEvent> awaitAfter(long sequence, int limit, Duration patience)
        throws InterruptedException {
      long left = patience.toNanos();
      lock.lockInterruptibly();
      try {
        while (after(sequence, limit).isEmpty() && left > 0) {
          left = appended.awaitNanos(left);
        }
        return after(sequence, limit);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public long last() {
      lock.lock();
      try {
        return events.size();
      } finally {
        lock.unlock();
      }
    }
  }

  /** One webhook, and what it was asked. */
  static final class FakeWebhooks implements WebhookAdministration {
    final List<String> replayed = new CopyOnWriteArrayList<>();
    volatile OptionalInt answer = OptionalInt.of(2);

    @Override
    public List<WebhookEndpoint> endpoints() {
      return List.of(
          new WebhookEndpoint(
              "shop",
              URI.create("https://shop.example:8443/secret-path"),
              Set.of("message.received"),
              Map.of("X-Token", "secret-header"),
              List.of(SigningKey.parse("secret-key"))));
    }

    @Override
    public List<Delivery> waiting(String webhook) {
      return List.of();
    }

    @Override
    public List<Delivery> deadLetters(String webhook) {
      return List.of(
          new Delivery(
              7,
              Optional.of("4915112345678@s.whatsapp.net"),
              3,
              Optional.empty(),
              Optional.of(FakeClient.NOW),
              Optional.of(FakeClient.NOW),
              Optional.of(503),
              Optional.empty()));
    }

    @Override
    public Optional<TestDelivery> test(String webhook) {
      return Optional.of(
          new TestDelivery(
              "event-of-a-test", false, Optional.of(503), Optional.empty(), Duration.ofMillis(7)));
    }

    @Override
    public OptionalInt replay(String webhook, List<String> ids) {
      replayed.addAll(ids);
      return answer;
    }

    @Override
    public OptionalInt replay(String webhook, Instant from, Instant to) {
      replayed.add(from + "/" + to);
      return answer;
    }
  }
}
