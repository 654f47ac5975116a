package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.simulator.world.Device;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Looks at both sides after a fault: nothing lost, nothing doubled, nobody waits. */
final class Verdict {
  private static final Set<String> ARRIVED = Set.of("delivered", "read");

  private final Simulator simulator;
  private final RestartedPod pod;
  private final HookReceiver hooks;
  private final Traffic traffic;
  private final Device companion;

  /**
   * Over a stage.
   *
   * @param companion the only device that was ever linked
   */
  Verdict(Stage stage, Device companion) {
    simulator = stage.simulator();
    pod = stage.pod();
    hooks = stage.hooks();
    traffic = stage.traffic();
    this.companion = companion;
  }

  /**
   * Ends the traffic, waits until all of it has arrived, and fails when something is lost, doubled
   * or against the protocol. Answers what there was, in a sentence.
   */
  String pass() throws Exception {
    traffic.stop();
    awaitQuiet();
    askForAllAgain();
    awaitQuiet();
    assertReceivedOnce();
    assertArrivedOnce();
    assertSameDevice();
    assertThat(simulator.violations().list()).isEmpty();
    return summary();
  }

  private String summary() throws Exception {
    return "connected %d times, %d texts received, %d messages sent, %d requests refused, %d stanzas came a second time"
        .formatted(
            ofType("dev.kubezap.session.connected").size(),
            traffic.sentByPhones().size(),
            traffic.accepted().size(),
            traffic.refusals().size(),
            arrived().mapToInt(PhoneMessage::duplicates).sum());
  }

  /** Everything that was sent is where it belongs, and nobody waits for an acknowledgement. */
  private void awaitQuiet() {
    // A message of each kind behind all others: what comes before it has come by then.
    Stage.PHONES.forEach(traffic::sendByPhone);
    Stage.PHONES.forEach(traffic::sendByApi);
    await("all texts at the webhook")
        .until(
            () -> missing(traffic.sentByPhones(), hooks.idsByText().keySet()).toList(),
            List::isEmpty);
    List<String> out = traffic.accepted().stream().map(Traffic.Accepted::text).toList();
    await("all messages at the phones")
        .until(
            () -> missing(out, arrived().map(PhoneMessage::text).toList()).toList(), List::isEmpty);
    await("all messages delivered by their status")
        .until(
            () ->
                pod.messages("out").stream()
                    .filter(message -> !ARRIVED.contains(message.path("status").asText()))
                    .toList(),
            List::isEmpty);
    await("all acknowledged")
        .until(() -> simulator.world().locked(() -> companion.mailbox().pending()), List::isEmpty);
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(50));
  }

  private static Stream<String> missing(Collection<String> wanted, Collection<String> found) {
    Set<String> there = new HashSet<>(found);
    return wanted.stream().filter(text -> !there.contains(text));
  }

  /** A key stands for its message, however many processes have ended since. */
  private void askForAllAgain() throws Exception {
    for (Traffic.Accepted message : traffic.accepted()) {
      assertThat(traffic.repeat(message)).isEqualTo(message);
    }
  }

  private void assertReceivedOnce() throws Exception {
    List<String> sent = traffic.sentByPhones();
    List<JsonNode> events = ofType("dev.kubezap.message.received");
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

  private void assertArrivedOnce() throws Exception {
    Map<String, Traffic.Accepted> accepted =
        traffic.accepted().stream()
            .collect(Collectors.toMap(Traffic.Accepted::text, Function.identity()));
    assertThat(texts(pod.messages("out")))
        .as("stored messages of the API")
        .containsExactlyInAnyOrderElementsOf(accepted.keySet());
    assertThat(arrived().map(PhoneMessage::text))
        .as("texts at the phones")
        .containsExactlyInAnyOrderElementsOf(accepted.keySet());
    assertThat(arrived())
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
  private void assertSameDevice() throws Exception {
    assertThat(simulator.world().locked(() -> companion.account().companions()))
        .containsExactly(companion);
    List<String> types = pod.events().stream().map(event -> event.path("type").asText()).toList();
    assertThat(types.lastIndexOf("dev.kubezap.session.qr"))
        .as("the last QR code")
        .isLessThan(types.indexOf("dev.kubezap.session.connected"));
  }

  private List<JsonNode> ofType(String type) throws Exception {
    return pod.events().stream().filter(event -> event.path("type").asText().equals(type)).toList();
  }

  private static List<String> texts(List<JsonNode> messages) {
    return messages.stream().map(message -> message.path("text").asText()).toList();
  }

  private Stream<PhoneMessage> arrived() {
    return Stage.PHONES.stream()
        .flatMap(phone -> simulator.messages(phone).stream())
        .filter(message -> message.direction() == PhoneMessage.Direction.IN);
  }
}
