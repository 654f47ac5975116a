package dev.kubezap.pod.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.outbox.StoredEvent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;

/** Events are entries of a stream of a real Redis; left out where none is installed. */
class RedisSenderTest {
  private static final Instant AT = Instant.parse("2026-11-24T10:00:00Z");
  private static final StoredEvent EVENT =
      new StoredEvent(
          7, "event-7", "message.received", Optional.of("4915@s.whatsapp.net"), AT, "{\"a\":1}");
  private static final String DOCUMENT =
      "{\"specversion\":\"1.0\",\"id\":\"event-7\",\"source\":\"/namespaces/test/sessions/s\","
          + "\"type\":\"dev.kubezap.message.received\",\"subject\":\"4915@s.whatsapp.net\","
          + "\"time\":\"2026-11-24T10:00:00Z\",\"datacontenttype\":\"application/json\","
          + "\"dataschema\":\"urn:kubezap:event:message.received:1\","
          + "\"sequence\":\"7\",\"data\":{\"a\":1}}";

  private InstalledServer redis;
  private RedisSender sender;

  @BeforeEach
  void start() throws Exception {
    Optional<Path> program = InstalledServer.program("redis-server");
    assumeThat(program).as("redis-server is installed").isPresent();
    redis = start(program.orElseThrow());
    sender = sender(true);
  }

  private static InstalledServer start(Path program) throws Exception {
    return InstalledServer.start(
        program,
        port ->
            List.of(
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--requirepass",
                "open sesame"));
  }

  private static RedisSender sender(boolean loopback) {
    return new RedisSender(
        new Posting(
            new AddressPolicy(loopback),
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            new CloudEventJson("test", "s")),
        Clock.fixed(AT, ZoneOffset.UTC));
  }

  @AfterEach
  void stop() throws Exception {
    if (redis != null) {
      sender.close();
      redis.close();
    }
  }

  private WebhookEndpoint endpoint(String path, Map<String, String> headers) {
    return new WebhookEndpoint(
        "stream",
        URI.create("redis://127.0.0.1:" + redis.port() + path),
        Set.of(),
        headers,
        List.of());
  }

  private List<StreamEntry> entries(String key) {
    try (Jedis jedis = new Jedis("127.0.0.1", redis.port())) {
      jedis.auth("open sesame");
      return jedis.xrange(key, (StreamEntryID) null, (StreamEntryID) null);
    }
  }

  private static final Map<String, String> LOGIN = Map.of("Authorization", "Bearer open sesame");

  @Test
  void anEventIsAnEntry() {
    WebhookEndpoint endpoint =
        endpoint("/shop:events", Map.of("Authorization", "Bearer open sesame", "X-Shop", "7"));
    assertThat(sender.send(endpoint, EVENT))
        .isEqualTo(new AttemptResult.Delivered(Optional.empty()));
    assertThat(entries("shop:events"))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.getFields())
                    .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                            "content-type",
                            "application/cloudevents+json; charset=utf-8",
                            "webhook-id",
                            "event-7",
                            "webhook-timestamp",
                            "1795514400",
                            "X-Shop",
                            "7",
                            "event",
                            DOCUMENT)));
  }

  @Test
  void aStreamIsKeptShort() {
    WebhookEndpoint endpoint = endpoint("/short?maxlen=100", LOGIN);
    IntStream.range(0, 500).forEach(event -> sender.send(endpoint, EVENT));
    assertThat(entries("short")).hasSizeBetween(100, 300);
  }

  @Test
  void refusalsAreToldByName() {
    assertThat(sender.send(endpoint("/e", Map.of()), EVENT))
        .isEqualTo(new AttemptResult.Failed("not-authorized"));
    assertThat(sender.send(endpoint("/e", Map.of("authorization", "Bearer wrong")), EVENT))
        .isEqualTo(new AttemptResult.Failed("not-authorized"));
    // root:open sesame, and there is no such user.
    assertThat(
            sender.send(
                endpoint("/e", Map.of("authorization", "Basic cm9vdDpvcGVuIHNlc2FtZQ==")), EVENT))
        .isEqualTo(new AttemptResult.Failed("not-authorized"));
    try (Jedis jedis = new Jedis("127.0.0.1", redis.port())) {
      jedis.auth("open sesame");
      jedis.set("text", "1");
    }
    assertThat(sender.send(endpoint("/text", LOGIN), EVENT))
        .isEqualTo(new AttemptResult.Failed("not-a-stream"));
    try (RedisSender strict = sender(false)) {
      assertThat(strict.send(endpoint("/e", LOGIN), EVENT))
          .isEqualTo(new AttemptResult.Failed("address-not-allowed"));
    }
    assertThat(entries("e")).isEmpty();
  }

  @Test
  void aServerThatComesBackIsConnectedAgain() throws Exception {
    WebhookEndpoint endpoint = endpoint("/again", LOGIN);
    assertThat(sender.send(endpoint, EVENT)).isInstanceOf(AttemptResult.Delivered.class);
    int port = redis.port();
    redis.close();
    assertThat(sender.send(endpoint, EVENT)).isEqualTo(new AttemptResult.Failed("connection"));
    redis =
        InstalledServer.start(
            InstalledServer.program("redis-server").orElseThrow(),
            port,
            same ->
                List.of(
                    "--port",
                    Integer.toString(same),
                    "--save",
                    "",
                    "--requirepass",
                    "open sesame"));
    assertThat(sender.send(endpoint, EVENT)).isInstanceOf(AttemptResult.Delivered.class);
    assertThat(entries("again")).hasSize(1);
  }

  @Test
  void whatTheOutboxHoldsComesToTheStream() throws Exception {
    try (TestWebhooks test = new TestWebhooks()) {
      test.deliverTo(
          new WebhookEndpoint(
              "stream",
              URI.create("redis://127.0.0.1:" + redis.port() + "/outbox"),
              Set.of(),
              LOGIN,
              List.of()));
      test.append(TestWebhooks.ALICE);
      test.append(TestWebhooks.BOB);
      await().until(() -> entries("outbox").size() == 2);
      assertThat(entries("outbox"))
          .extracting(entry -> entry.getFields().get("webhook-id"))
          .containsExactlyInAnyOrder(
              "01900000-0001-7000-8000-000000000001", "01900000-0002-7000-8000-000000000002");
      TestDelivery tried = test.webhooks().test("stream", TestEvent.named("try")).orElseThrow();
      assertThat(tried.delivered()).isTrue();
      assertThat(tried.status()).isEmpty();
      assertThat(entries("outbox")).hasSize(3);
    }
  }
}
