package dev.kubezap.pod.webhook;

import static dev.kubezap.pod.webhook.TestWebhooks.ALICE;
import static dev.kubezap.pod.webhook.TestWebhooks.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import dev.kubezap.pod.store.Samples;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is killed while events go there has them all in the end, each chat's in order. */
@Tag("slow")
class BrokerCrashTest {
  private static final int EACH = 200;

  @AutoClose private final TestWebhooks test = new TestWebhooks();
  @TempDir private Path folder;

  BrokerCrashTest() throws IOException {}

  private record Taken(String chat, String id) {}

  private interface Step {
    void run() throws Exception;
  }

  private void deliverThroughACrash(WebhookEndpoint endpoint, Step kill, Step startAgain)
      throws Exception {
    test.deliverTo(endpoint);
    // Killed as soon as something was taken, so with events under way.
    test.append(EACH, number -> number % 2 == 0 ? ALICE : BOB);
    await().atMost(Duration.ofSeconds(30)).until(() -> test.delivered() > 5);
    kill.run();
    test.append(EACH, number -> number % 2 == 0 ? ALICE : BOB);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> test.failed("connection") + test.failed("timeout") > 0);
    startAgain.run();
    test.append(EACH, number -> number % 2 == 0 ? ALICE : BOB);
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                test.delivered() == 3 * EACH && test.webhooks().waiting(endpoint.name()).isEmpty());
    assertThat(test.deadLetters()).isZero();
  }

  /** What came again after its first delivery is left out. */
  private static void assertComplete(List<Taken> taken) {
    List<Taken> once = taken.stream().distinct().toList();
    assertThat(once).hasSize(3 * EACH);
    for (String chat : List.of(ALICE.toString(), BOB.toString())) {
      List<String> ids = once.stream().filter(of -> of.chat().equals(chat)).map(Taken::id).toList();
      List<String> expected = new ArrayList<>();
      for (int number = chat.equals(ALICE.toString()) ? 1 : 2; number <= 3 * EACH; number += 2) {
        expected.add(Samples.id(number));
      }
      assertThat(ids).as(chat).isEqualTo(expected);
    }
  }

  @Test
  void rabbitMq() throws Exception {
    Optional<RabbitServer> rabbit = RabbitServer.start();
    assumeThat(rabbit).as("rabbitmq-server is installed").isPresent();
    try (RabbitServer server = rabbit.orElseThrow()) {
      try (Connection client = server.client();
          Channel channel = client.createChannel()) {
        channel.exchangeDeclare("whatsapp", "fanout", true);
        channel.queueDeclare("all", true, false, false, Map.of());
        channel.queueBind("all", "whatsapp", "");
      }
      deliverThroughACrash(
          new WebhookEndpoint(
              "bus",
              URI.create("amqp://127.0.0.1:" + server.port() + "/whatsapp"),
              Set.of(),
              RabbitServer.LOGIN,
              List.of()),
          server::kill,
          server::startAgain);
      List<Taken> taken = new ArrayList<>();
      try (Connection client = server.client();
          Channel channel = client.createChannel()) {
        for (GetResponse got = channel.basicGet("all", true);
            got != null;
            got = channel.basicGet("all", true)) {
          taken.add(new Taken(got.getEnvelope().getRoutingKey(), got.getProps().getMessageId()));
        }
      }
      assertComplete(taken);
    }
  }

  @Test
  void kafka() throws Exception {
    TestTls tls = TestTls.make(folder);
    Optional<KafkaServer> kafka = KafkaServer.start(tls.keys(), tls.privateKey());
    assumeThat(kafka).as("the build has brought a broker of Kafka").isPresent();
    try (KafkaServer server = kafka.orElseThrow()) {
      server.createTopic(new NewTopic("whatsapp", 3, (short) 1));
      deliverThroughACrash(
          new WebhookEndpoint(
              "bus",
              URI.create("kafka://127.0.0.1:" + server.port() + "/whatsapp"),
              Set.of(),
              KafkaServer.LOGIN,
              List.of()),
          server::kill,
          server::startAgain);
      assertComplete(
          server.read("whatsapp", 3).stream()
              .map(
                  got ->
                      new Taken(
                          new String(got.key(), StandardCharsets.UTF_8),
                          new String(
                              got.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8)))
              .toList());
    }
  }
}
