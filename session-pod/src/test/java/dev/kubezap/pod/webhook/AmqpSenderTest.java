package dev.kubezap.pod.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.outbox.StoredEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real RabbitMQ. */
class AmqpSenderTest {
  private static final Instant AT = Instant.parse("2026-11-24T10:00:00Z");
  private static final Map<String, String> LOGIN = RabbitServer.LOGIN;

  private static Optional<RabbitServer> rabbit = Optional.empty();
  private AmqpSender sender;

  @BeforeAll
  static void startBroker() throws Exception {
    rabbit = RabbitServer.start();
    assumeThat(rabbit).as("rabbitmq-server is installed").isPresent();
  }

  @AfterAll
  static void stopBroker() throws Exception {
    if (rabbit.isPresent()) {
      rabbit.orElseThrow().close();
    }
  }

  @BeforeEach
  void makeSender() {
    sender = sender(true);
  }

  @AfterEach
  void closeSender() {
    sender.close();
  }

  private static AmqpSender sender(boolean loopback) {
    return new AmqpSender(
        new Posting(
            new AddressPolicy(loopback),
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            new CloudEventJson("test", "s")),
        Clock.fixed(AT, ZoneOffset.UTC));
  }

  private static StoredEvent event(int number, String data) {
    return new StoredEvent(
        number,
        "event-" + number,
        "message.received",
        Optional.of("4915@s.whatsapp.net"),
        AT,
        data);
  }

  private static WebhookEndpoint endpoint(String path, Map<String, String> headers) {
    return new WebhookEndpoint(
        "bus",
        URI.create("amqp://127.0.0.1:" + rabbit.orElseThrow().port() + "/" + path),
        Set.of(),
        headers,
        List.of(SigningKey.parse("key")));
  }

  private static Map<String, String> texts(Map<String, Object> headers) {
    Map<String, String> texts = new TreeMap<>();
    headers.forEach((name, value) -> texts.put(name, value.toString()));
    return texts;
  }

  @Test
  void anEventIsAPersistentMessageInTheBinaryModeOfCloudEvents() throws Exception {
    try (Connection client = rabbit.orElseThrow().client();
        Channel channel = client.createChannel()) {
      channel.exchangeDeclare("whatsapp", "topic", true);
      channel.queueDeclare("all", true, false, false, Map.of());
      channel.queueBind("all", "whatsapp", "#");
      WebhookEndpoint endpoint =
          endpoint("whatsapp", Map.of("authorization", LOGIN.get("authorization"), "X-Shop", "7"));
      assertThat(sender.send(endpoint, event(7, "{\"a\":1}")))
          .isEqualTo(new AttemptResult.Delivered(Optional.empty()));
      StoredEvent ofNoChat =
          new StoredEvent(8, "event-8", "session.connected", Optional.empty(), AT, "{}");
      assertThat(sender.send(endpoint, ofNoChat)).isInstanceOf(AttemptResult.Delivered.class);

      GetResponse got = channel.basicGet("all", true);
      assertThat(new String(got.getBody(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
      assertThat(got.getEnvelope().getRoutingKey()).isEqualTo("4915@s.whatsapp.net");
      AMQP.BasicProperties properties = got.getProps();
      assertThat(properties.getContentType()).isEqualTo("application/json");
      assertThat(properties.getDeliveryMode()).isEqualTo(2);
      assertThat(properties.getMessageId()).isEqualTo("event-7");
      assertThat(properties.getType()).isEqualTo("dev.kubezap.message.received");
      assertThat(properties.getTimestamp()).isEqualTo(Date.from(AT));
      Map<String, String> headers = texts(properties.getHeaders());
      assertThat(headers.remove("webhook-signature")).startsWith("v1,");
      assertThat(headers.toString())
          .isEqualTo(
              "{X-Shop=7, cloudEvents:dataschema=urn:kubezap:event:message.received:1,"
                  + " cloudEvents:id=event-7, cloudEvents:partitionkey=4915@s.whatsapp.net,"
                  + " cloudEvents:sequence=7, cloudEvents:source=/namespaces/test/sessions/s,"
                  + " cloudEvents:specversion=1.0, cloudEvents:subject=4915@s.whatsapp.net,"
                  + " cloudEvents:time=2026-11-24T10:00:00Z,"
                  + " cloudEvents:type=dev.kubezap.message.received, webhook-id=event-7,"
                  + " webhook-timestamp=1795514400}");
      assertThat(channel.basicGet("all", true).getEnvelope().getRoutingKey())
          .isEqualTo("/namespaces/test/sessions/s");
    }
  }

  @Test
  void refusalsAreToldByName() throws Exception {
    try (Connection client = rabbit.orElseThrow().client();
        Channel channel = client.createChannel()) {
      channel.exchangeDeclare("nobody", "fanout", true);
      channel.exchangeDeclare("full", "fanout", true);
      channel.queueDeclare(
          "full", true, false, false, Map.of("x-max-length", 0, "x-overflow", "reject-publish"));
      channel.queueBind("full", "full", "");
      assertThat(sender.send(endpoint("absent", LOGIN), event(1, "{}")))
          .isEqualTo(new AttemptResult.Failed("no-exchange"));
      assertThat(sender.send(endpoint("nobody", LOGIN), event(1, "{}")))
          .isEqualTo(new AttemptResult.Failed("no-queue"));
      assertThat(sender.send(endpoint("full", LOGIN), event(1, "{}")))
          .isEqualTo(new AttemptResult.Failed("refused"));
      assertThat(sender.send(endpoint("full", LOGIN), event(1, "\"" + "x".repeat(100_000) + "\"")))
          .isEqualTo(new AttemptResult.Failed("too-large"));
      assertThat(sender.send(endpoint("full?vhost=absent", LOGIN), event(1, "{}")))
          .isEqualTo(new AttemptResult.Failed("no-virtual-host"));
      assertThat(sender.send(endpoint("full", Map.of()), event(1, "{}")))
          .isEqualTo(new AttemptResult.Failed("not-authorized"));
      assertThat(sender.send(endpoint("full", basic("kubezap:wrong")), event(1, "{}")))
          .isEqualTo(new AttemptResult.Failed("not-authorized"));
      try (AmqpSender strict = sender(false)) {
        assertThat(strict.send(endpoint("full", LOGIN), event(1, "{}")))
            .isEqualTo(new AttemptResult.Failed("address-not-allowed"));
      }
    }
  }

  private static Map<String, String> basic(String login) {
    return Map.of(
        "authorization",
        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aBrokerThatWasKilledIsConnectedAgainAndHasWhatItTook() throws Exception {
    RabbitServer server = rabbit.orElseThrow();
    try (Connection client = server.client();
        Channel channel = client.createChannel()) {
      channel.exchangeDeclare("kept", "fanout", true);
      channel.queueDeclare("kept", true, false, false, Map.of());
      channel.queueBind("kept", "kept", "");
    }
    WebhookEndpoint endpoint = endpoint("kept", LOGIN);
    assertThat(sender.send(endpoint, event(1, "{}"))).isInstanceOf(AttemptResult.Delivered.class);
    server.kill();
    assertThat(sender.send(endpoint, event(2, "{}")))
        .isEqualTo(new AttemptResult.Failed("connection"));
    server.startAgain();
    assertThat(sender.send(endpoint, event(2, "{}"))).isInstanceOf(AttemptResult.Delivered.class);
    try (Connection client = server.client();
        Channel channel = client.createChannel()) {
      assertThat(channel.basicGet("kept", true).getProps().getMessageId()).isEqualTo("event-1");
      assertThat(channel.basicGet("kept", true).getProps().getMessageId()).isEqualTo("event-2");
      assertThat(channel.basicGet("kept", true)).isNull();
    }
  }
}
