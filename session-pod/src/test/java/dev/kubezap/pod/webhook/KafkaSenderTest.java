package dev.kubezap.pod.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.outbox.StoredEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real Kafka. */
@Tag("slow")
class KafkaSenderTest {
  private static final Instant AT = Instant.parse("2026-11-24T10:00:00Z");
  private static final Map<String, String> LOGIN = KafkaServer.LOGIN;

  @TempDir private static Path folder;
  private static TestTls tls;
  private static Optional<KafkaServer> kafka = Optional.empty();
  private KafkaSender sender;

  @BeforeAll
  static void startBroker() throws Exception {
    tls = TestTls.make(folder);
    kafka = KafkaServer.start(tls.keys(), tls.privateKey());
    assumeThat(kafka).as("the build has brought a broker of Kafka").isPresent();
  }

  @AfterAll
  static void stopBroker() throws Exception {
    if (kafka.isPresent()) {
      kafka.orElseThrow().close();
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

  private static KafkaSender sender(boolean loopback) {
    return new KafkaSender(
        new Posting(
            new AddressPolicy(loopback),
            tls.trusting().getSocketFactory(),
            new CloudEventJson("test", "s")),
        Clock.fixed(AT, ZoneOffset.UTC),
        tls::trusting);
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

  private static WebhookEndpoint endpoint(String url, Map<String, String> headers) {
    return new WebhookEndpoint(
        "bus", URI.create(url), Set.of(), headers, List.of(SigningKey.parse("key")));
  }

  private static WebhookEndpoint topic(String topic, Map<String, String> headers) {
    return endpoint("kafka://127.0.0.1:" + kafka.orElseThrow().port() + "/" + topic, headers);
  }

  private static void createTopic(String name, Map<String, String> settings) throws Exception {
    kafka.orElseThrow().createTopic(new NewTopic(name, 1, (short) 1).configs(settings));
  }

  @Test
  void anEventIsARecordInTheBinaryModeOfCloudEvents() throws Exception {
    createTopic("whatsapp.support", Map.of());
    Map<String, String> headers = new HashMap<>(LOGIN);
    headers.put("X-Shop", "7");
    assertThat(sender.send(topic("whatsapp.support", headers), event(7, "{\"a\":1}")))
        .isEqualTo(new AttemptResult.Delivered(Optional.empty()));
    StoredEvent ofNoChat =
        new StoredEvent(8, "event-8", "session.connected", Optional.empty(), AT, "{}");
    assertThat(sender.send(topic("whatsapp.support", headers), ofNoChat))
        .isInstanceOf(AttemptResult.Delivered.class);

    List<ConsumerRecord<byte[], byte[]>> records = kafka.orElseThrow().read("whatsapp.support", 1);
    assertThat(records).hasSize(2);
    ConsumerRecord<byte[], byte[]> first = records.getFirst();
    assertThat(text(first.value())).isEqualTo("{\"a\":1}");
    assertThat(text(first.key())).isEqualTo("4915@s.whatsapp.net");
    assertThat(first.timestamp()).isEqualTo(AT.toEpochMilli());
    Map<String, String> told = new TreeMap<>();
    first.headers().forEach(header -> told.put(header.key(), text(header.value())));
    assertThat(told.remove("webhook-signature")).startsWith("v1,");
    assertThat(told.toString())
        .isEqualTo(
            "{X-Shop=7, ce_dataschema=urn:kubezap:event:message.received:1,"
                + " ce_id=event-7, ce_partitionkey=4915@s.whatsapp.net, ce_sequence=7,"
                + " ce_source=/namespaces/test/sessions/s, ce_specversion=1.0,"
                + " ce_subject=4915@s.whatsapp.net, ce_time=2026-11-24T10:00:00Z,"
                + " ce_type=dev.kubezap.message.received, content-type=application/json,"
                + " webhook-id=event-7, webhook-timestamp=1795514400}");
    assertThat(text(records.getLast().key())).isEqualTo("/namespaces/test/sessions/s");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void itLogsInBySaltedChallengeToo() throws Exception {
    createTopic("scram", Map.of());
    assertThat(
            sender.send(
                topic("scram?sasl=SCRAM-SHA-512", KafkaServer.login("scrammed")), event(1, "{}")))
        .isInstanceOf(AttemptResult.Delivered.class);
    assertThat(sender.send(topic("scram?sasl=SCRAM-SHA-512", LOGIN), event(1, "{}")))
        .isEqualTo(new AttemptResult.Failed("not-authorized"));
  }

  @Test
  void refusalsAreToldByName() throws Exception {
    createTopic("small", Map.of("max.message.bytes", "1000"));
    assertThat(sender.send(topic("absent", LOGIN), event(1, "{}")))
        .isEqualTo(new AttemptResult.Failed("no-topic"));
    assertThat(sender.send(topic("small", LOGIN), event(1, "\"" + "x".repeat(2000) + "\"")))
        .isEqualTo(new AttemptResult.Failed("too-large"));
    assertThat(sender.send(topic("small", LOGIN), event(1, "\"" + "x".repeat(3 << 20) + "\"")))
        .isEqualTo(new AttemptResult.Failed("too-large"));
    assertThat(sender.send(topic("small", KafkaServer.login("wrong")), event(1, "{}")))
        .isEqualTo(new AttemptResult.Failed("not-authorized"));
    try (KafkaSender strict = sender(false)) {
      assertThat(strict.send(topic("small", LOGIN), event(1, "{}")))
          .isEqualTo(new AttemptResult.Failed("address-not-allowed"));
    }
  }

  @Test
  void anAddressThatABrokerTellsOfIsCheckedToo() throws Exception {
    createTopic("far", Map.of());
    assertThat(
            sender.send(
                endpoint(
                    "kafka://127.0.0.1:" + kafka.orElseThrow().misleadingPort() + "/far", Map.of()),
                event(1, "{}")))
        .isEqualTo(new AttemptResult.Failed("address-not-allowed"));
  }

  @Test
  void aServerOfAnotherNameGetsNoEvent() throws Exception {
    createTopic("secret", Map.of());
    int port = kafka.orElseThrow().tlsPort();
    assertThat(
            sender.send(
                endpoint("kafkas://localhost:" + port + "/secret", Map.of()), event(1, "{}")))
        .isEqualTo(new AttemptResult.Delivered(Optional.empty()));
    assertThat(
            sender.send(
                endpoint("kafkas://127.0.0.1:" + port + "/secret", Map.of()), event(2, "{}")))
        .isEqualTo(new AttemptResult.Failed("tls"));
    assertThat(kafka.orElseThrow().read("secret", 1)).hasSize(1);
  }

  @Test
  void aBrokerThatWasKilledIsConnectedAgainAndHasWhatItTook() throws Exception {
    createTopic("kept", Map.of());
    assertThat(sender.send(topic("kept", LOGIN), event(1, "{}")))
        .isInstanceOf(AttemptResult.Delivered.class);
    kafka.orElseThrow().kill();
    assertThat(sender.send(topic("kept", LOGIN), event(2, "{}")))
        .isEqualTo(new AttemptResult.Failed("timeout"));
    assertThat(sender.send(topic("kept", LOGIN), event(2, "{}")))
        .isEqualTo(new AttemptResult.Failed("connection"));
    kafka.orElseThrow().startAgain();
    assertThat(sender.send(topic("kept", LOGIN), event(2, "{}")))
        .isInstanceOf(AttemptResult.Delivered.class);
    assertThat(kafka.orElseThrow().read("kept", 1))
        .extracting(kept -> text(kept.headers().lastHeader("ce_id").value()))
        .containsExactly("event-1", "event-2");
  }
}
