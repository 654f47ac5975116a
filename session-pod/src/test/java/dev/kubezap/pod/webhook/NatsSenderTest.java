package dev.kubezap.pod.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.outbox.StoredEvent;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events are kept by the JetStream of a real NATS server; left out where none is installed. */
@SuppressWarnings("try") // The library's connection may be interrupted as it closes.
class NatsSenderTest {
  private static final Instant AT = Instant.parse("2026-11-24T10:00:00Z");
  private static final Map<String, String> LOGIN = Map.of("authorization", "Bearer open-sesame");

  private InstalledServer nats;
  private NatsSender sender;

  @BeforeEach
  void start() throws Exception {
    Optional<Path> program = InstalledServer.program("nats-server");
    assumeThat(program).as("nats-server is installed").isPresent();
    nats = InstalledServer.start(program.orElseThrow(), NatsSenderTest::arguments);
    sender = sender(true);
  }

  private static List<String> arguments(int port) {
    return List.of(
        "--addr",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--jetstream",
        "--store_dir",
        "store",
        "--auth",
        "open-sesame");
  }

  private static NatsSender sender(boolean loopback) {
    return new NatsSender(
        new Posting(
            new AddressPolicy(loopback),
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            new CloudEventJson("test", "s")),
        Clock.fixed(AT, ZoneOffset.UTC));
  }

  @AfterEach
  void stop() throws Exception {
    if (nats != null) {
      sender.close();
      nats.close();
    }
  }

  private static StoredEvent event(int number, String data) {
    return new StoredEvent(
        number, "event-" + number, "message.received", Optional.of("chat"), AT, data);
  }

  private WebhookEndpoint endpoint(String subject, Map<String, String> headers) {
    return new WebhookEndpoint(
        "bus",
        URI.create("nats://127.0.0.1:" + nats.port() + "/" + subject),
        Set.of(),
        headers,
        List.of(SigningKey.parse("key")));
  }

  private Connection client() throws Exception {
    return Nats.connect(
        Options.builder()
            .server("nats://127.0.0.1:" + nats.port())
            .token("open-sesame".toCharArray())
            .build());
  }

  private static void makeStream(Connection client) throws Exception {
    client
        .jetStreamManagement()
        .addStream(
            StreamConfiguration.builder()
                .name("WHATSAPP")
                .subjects("whatsapp.>")
                .storageType(StorageType.File)
                .build());
  }

  @Test
  void anEventIsAMessageThatTheStreamKeepsOnce() throws Exception {
    try (Connection client = client()) {
      makeStream(client);
      WebhookEndpoint endpoint =
          endpoint(
              "whatsapp.support", Map.of("authorization", "Bearer open-sesame", "X-Shop", "7"));
      assertThat(sender.send(endpoint, event(7, "{\"a\":1}")))
          .isEqualTo(new AttemptResult.Delivered(Optional.empty()));
      assertThat(sender.send(endpoint, event(7, "{\"a\":1}")))
          .as("delivered again")
          .isEqualTo(new AttemptResult.Delivered(Optional.empty()));
      assertThat(sender.send(endpoint, event(8, "{}"))).isInstanceOf(AttemptResult.Delivered.class);

      assertThat(
              client.jetStreamManagement().getStreamInfo("WHATSAPP").getStreamState().getMsgCount())
          .isEqualTo(2);
      MessageInfo kept = client.jetStreamManagement().getMessage("WHATSAPP", 1);
      assertThat(new String(kept.getData(), StandardCharsets.UTF_8))
          .isEqualTo(
              "{\"specversion\":\"1.0\",\"id\":\"event-7\",\"source\":\"/namespaces/test/sessions/s\","
                  + "\"type\":\"dev.kubezap.message.received\",\"subject\":\"chat\","
                  + "\"time\":\"2026-11-24T10:00:00Z\",\"datacontenttype\":\"application/json\","
                  + "\"dataschema\":\"urn:kubezap:event:message.received:1\","
                  + "\"sequence\":\"7\",\"data\":{\"a\":1}}");
      assertThat(kept.getSubject()).isEqualTo("whatsapp.support");
      assertThat(kept.getHeaders().getFirst("webhook-id")).isEqualTo("event-7");
      assertThat(kept.getHeaders().getFirst("webhook-signature")).startsWith("v1,");
      assertThat(kept.getHeaders().getFirst("content-type"))
          .isEqualTo("application/cloudevents+json; charset=utf-8");
      assertThat(kept.getHeaders().getFirst("X-Shop")).isEqualTo("7");
      assertThat(kept.getHeaders().containsKey("authorization")).isFalse();
    }
  }

  @Test
  void refusalsAreToldByName() throws Exception {
    assertThat(sender.send(endpoint("nobody.listens", LOGIN), event(1, "{}")))
        .isEqualTo(new AttemptResult.Failed("no-stream"));
    assertThat(sender.send(endpoint("a", Map.of()), event(1, "{}")))
        .isEqualTo(new AttemptResult.Failed("not-authorized"));
    assertThat(sender.send(endpoint("a", Map.of("authorization", "Bearer wrong")), event(1, "{}")))
        .isEqualTo(new AttemptResult.Failed("not-authorized"));
    assertThat(sender.send(endpoint("a", LOGIN), event(1, "\"" + "x".repeat(1 << 20) + "\"")))
        .isEqualTo(new AttemptResult.Failed("too-large"));
    try (NatsSender strict = sender(false)) {
      assertThat(strict.send(endpoint("a", LOGIN), event(1, "{}")))
          .isEqualTo(new AttemptResult.Failed("address-not-allowed"));
    }
  }

  @Test
  void aMessageThatNoStreamKeepsIsNotDelivered() throws Exception {
    try (Connection client = client()) {
      var subscription = client.subscribe("plain");
      client.flush(java.time.Duration.ofSeconds(5));
      // A subscriber gets it, and nobody says that it is kept.
      assertThat(sender.send(endpoint("plain", LOGIN), event(1, "{}")))
          .isEqualTo(new AttemptResult.Failed("timeout"));
      Message seen = subscription.nextMessage(java.time.Duration.ofSeconds(5));
      assertThat(seen).isNotNull();
    }
  }

  @Test
  void aServerThatComesBackIsConnectedAgain() throws Exception {
    try (Connection client = client()) {
      makeStream(client);
    }
    WebhookEndpoint endpoint = endpoint("whatsapp.a", LOGIN);
    assertThat(sender.send(endpoint, event(1, "{}"))).isInstanceOf(AttemptResult.Delivered.class);
    int port = nats.port();
    nats.close();
    assertThat(sender.send(endpoint, event(2, "{}")))
        .isEqualTo(new AttemptResult.Failed("connection"));
    nats =
        InstalledServer.start(
            InstalledServer.program("nats-server").orElseThrow(), port, NatsSenderTest::arguments);
    try (Connection client = client()) {
      makeStream(client);
      assertThat(sender.send(endpoint, event(2, "{}"))).isInstanceOf(AttemptResult.Delivered.class);
    }
  }
}
