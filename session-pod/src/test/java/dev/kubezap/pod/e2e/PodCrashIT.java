package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.simulator.world.Device;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session's process is killed again and again while messages go both ways, and nothing is lost
 * and nothing doubled: 6 times, and 60 times with {@code -Dkubezap.full=true}. {@code
 * -Dkubezap.seed} repeats the kill points of an earlier run.
 */
@Tag("e2e")
@Timeout(1200)
class PodCrashIT {
  private static final String OWN = "4915110000001";
  private static final List<String> PHONES = List.of("4915110000003", "4915110000004");
  private static final int KILLS = Boolean.getBoolean("kubezap.full") ? 60 : 6;
  private static final long SEED =
      Long.getLong("kubezap.seed", ThreadLocalRandom.current().nextInt());

  @TempDir private Path folder;
  private final Steps steps = new Steps();

  @Test
  void losesAndDoublesNothing() throws Exception {
    System.out.println("PodCrashIT: " + KILLS + " kills, -Dkubezap.seed=" + SEED);
    try (HttpClient http = HttpClient.newHttpClient();
        EmbeddedPostgres postgres =
            EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        Simulator simulator = Simulator.start(SimulatorConfig.defaults());
        HookReceiver hooks = new HookReceiver(steps);
        RestartedPod pod =
            new RestartedPod(
                Files.createDirectories(folder.resolve("data")),
                http,
                variables(postgres, simulator, hooks));
        Traffic traffic = new Traffic(simulator, pod, OWN, steps)) {
      Device companion = pair(simulator, pod);
      traffic.start(PHONES);
      Random random = new Random(SEED);
      for (int kill = 0; kill < KILLS; kill++) {
        steps.await(KillPoint.of(kill, random));
        pod.kill();
        pod.start();
      }
      traffic.stop();
      awaitQuiet(simulator, pod, hooks, traffic, companion);
      askForAllAgain(traffic);
      awaitQuiet(simulator, pod, hooks, traffic, companion);
      assertReceivedOnce(pod, hooks, traffic);
      assertArrivedOnce(simulator, pod, traffic);
      assertSameDevice(simulator, pod, companion);
      assertThat(simulator.violations().list()).isEmpty();
      System.out.println("PodCrashIT: " + summary(simulator, pod, traffic));
    }
  }

  private static String summary(Simulator simulator, RestartedPod pod, Traffic traffic)
      throws Exception {
    return "connected %d times, %d texts received, %d messages sent, %d stanzas came a second time"
        .formatted(
            ofType(pod, "dev.kubezap.session.connected").size(),
            traffic.sentByPhones().size(),
            traffic.accepted().size(),
            arrived(simulator).mapToInt(PhoneMessage::duplicates).sum());
  }

  private static Map<String, String> variables(
      EmbeddedPostgres postgres, Simulator simulator, HookReceiver hooks) {
    return Map.of(
        "KUBEZAP_DATABASE_URL",
        "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
        "KUBEZAP_DATABASE_USER",
        "postgres",
        "KUBEZAP_WHATSAPP_URL",
        simulator.webSocketUrl(),
        "KUBEZAP_WHATSAPP_NOISE_ROOT",
        simulator.noiseRoot(),
        "KUBEZAP_WEBHOOK_URL",
        hooks.url(),
        "KUBEZAP_WEBHOOK_EVENTS",
        "message.received");
  }

  private static Device pair(Simulator simulator, RestartedPod pod) throws Exception {
    simulator.addAccount(OWN, "Shop", false);
    PHONES.forEach(phone -> simulator.addAccount(phone, "Phone " + phone, false));
    pod.start();
    JsonNode session = pod.process().awaitPhase("AwaitingPairing");
    Device companion = simulator.scan(OWN, session.path("qr").path("text").asText());
    pod.process().awaitPhase("Connected");
    return companion;
  }

  /** Everything that was sent is where it belongs, and nobody waits for an acknowledgement. */
  private void awaitQuiet(
      Simulator simulator,
      RestartedPod pod,
      HookReceiver hooks,
      Traffic traffic,
      Device companion) {
    // A message of each kind behind all others: what comes before it has come by then.
    PHONES.forEach(traffic::sendByPhone);
    PHONES.forEach(traffic::sendByApi);
    await("all texts at the webhook")
        .until(
            () -> missing(traffic.sentByPhones(), hooks.idsByText().keySet()).toList(),
            List::isEmpty);
    List<String> out = traffic.accepted().stream().map(Traffic.Accepted::text).toList();
    await("all messages at the phones")
        .until(
            () -> missing(out, arrived(simulator).map(PhoneMessage::text).toList()).toList(),
            List::isEmpty);
    await("all messages delivered by their status")
        .until(
            () ->
                pod.messages("out").stream()
                    .filter(message -> !message.path("status").asText().equals("delivered"))
                    .toList(),
            List::isEmpty);
    await("all acknowledged")
        .until(() -> simulator.world().locked(() -> companion.mailbox().pending()), List::isEmpty);
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(200));
  }

  private static Stream<String> missing(Collection<String> wanted, Collection<String> found) {
    Set<String> there = new HashSet<>(found);
    return wanted.stream().filter(text -> !there.contains(text));
  }

  /** A key stands for its message, however many processes have ended since. */
  private static void askForAllAgain(Traffic traffic) throws Exception {
    for (Traffic.Accepted message : traffic.accepted()) {
      assertThat(traffic.repeat(message)).isEqualTo(message);
    }
  }

  private static void assertReceivedOnce(RestartedPod pod, HookReceiver hooks, Traffic traffic)
      throws Exception {
    List<String> sent = traffic.sentByPhones();
    List<JsonNode> events = ofType(pod, "dev.kubezap.message.received");
    assertThat(events.stream().map(event -> event.path("data").path("text").asText()))
        .as("events message.received")
        .containsExactlyInAnyOrderElementsOf(sent);
    assertThat(texts(pod.messages("in")))
        .as("stored messages of the phones")
        .containsExactlyInAnyOrderElementsOf(sent);
    Map<String, Set<String>> idsByText =
        events.stream()
            .collect(
                Collectors.toMap(
                    event -> event.path("data").path("text").asText(),
                    event -> Set.of(event.path("id").asText())));
    assertThat(hooks.idsByText()).as("ids at the webhook").isEqualTo(idsByText);
  }

  private static void assertArrivedOnce(Simulator simulator, RestartedPod pod, Traffic traffic)
      throws Exception {
    Map<String, Traffic.Accepted> accepted =
        traffic.accepted().stream()
            .collect(Collectors.toMap(Traffic.Accepted::text, Function.identity()));
    assertThat(texts(pod.messages("out")))
        .as("stored messages of the API")
        .containsExactlyInAnyOrderElementsOf(accepted.keySet());
    assertThat(arrived(simulator).map(PhoneMessage::text))
        .as("texts at the phones")
        .containsExactlyInAnyOrderElementsOf(accepted.keySet());
    assertThat(arrived(simulator))
        .as("messages at the phones")
        .allSatisfy(
            message -> {
              assertThat(message.timesDelivered()).as("%s", message).isEqualTo(1);
              assertThat(message.id())
                  .isEqualTo(accepted.getOrDefault(message.text(), none()).stanzaId());
            });
  }

  private static Traffic.Accepted none() {
    return new Traffic.Accepted("", "", "", "", "", "");
  }

  /** Linked once: no other device, and no QR code after the first connection. */
  private static void assertSameDevice(Simulator simulator, RestartedPod pod, Device companion)
      throws Exception {
    assertThat(simulator.world().locked(() -> companion.account().companions()))
        .containsExactly(companion);
    List<String> types = pod.events().stream().map(event -> event.path("type").asText()).toList();
    assertThat(types.lastIndexOf("dev.kubezap.session.qr"))
        .as("the last QR code")
        .isLessThan(types.indexOf("dev.kubezap.session.connected"));
  }

  private static List<JsonNode> ofType(RestartedPod pod, String type) throws Exception {
    return pod.events().stream().filter(event -> event.path("type").asText().equals(type)).toList();
  }

  private static List<String> texts(List<JsonNode> messages) {
    return messages.stream().map(message -> message.path("text").asText()).toList();
  }

  private static Stream<PhoneMessage> arrived(Simulator simulator) {
    return PHONES.stream()
        .flatMap(phone -> simulator.messages(phone).stream())
        .filter(message -> message.direction() == PhoneMessage.Direction.IN);
  }
}
