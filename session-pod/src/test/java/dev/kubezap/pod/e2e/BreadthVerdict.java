package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.simulator.world.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Looks at both sides of a life of files, groups, app state, history and changed messages: each
 * once, each the same on both sides, and nothing half-written on the volume.
 */
final class BreadthVerdict {
  private static final String A = Stage.PHONES.getFirst();
  private static final String B = Stage.PHONES.getLast();
  private static final Set<String> KINDS = Set.of("text", "image");
  private static final Set<String> ARRIVED = Set.of("delivered", "read");

  private final Stage stage;
  private final Simulator simulator;
  private final RestartedPod pod;
  private final BreadthTraffic traffic;
  private final Device companion;

  BreadthVerdict(Stage stage, BreadthTraffic traffic, Device companion) {
    this.stage = stage;
    simulator = stage.simulator();
    pod = stage.pod();
    this.traffic = traffic;
    this.companion = companion;
  }

  /** Fails when something is lost, doubled or against the protocol; answers what there was. */
  String pass() throws Exception {
    // A message of each kind behind all others: what comes before it has come by then.
    String _ = traffic.textByPhone(A, "", "in last");
    BreadthTraffic.Sent _ = traffic.textByApi(List.of(A), "+" + A, "out last");
    awaitQuiet();
    for (BreadthTraffic.Sent message : traffic.sent()) {
      assertThat(traffic.repeat(message)).isEqualTo(message);
    }
    awaitQuiet();
    assertStoredOnce();
    assertToldOnce();
    assertShownOnce();
    assertChangesAgree();
    assertChatsAgree();
    assertFilesAreWhole();
    assertThat(simulator.world().locked(() -> companion.account().companions()))
        .containsExactly(companion);
    assertThat(simulator.violations().list()).isEmpty();
    pod.end();
    assertNothingHalfWritten();
    return "%d received, %d sent".formatted(traffic.received().size(), traffic.sent().size());
  }

  private void awaitQuiet() {
    CrashSteps.await("all delivered by their status")
        .until(
            () ->
                pod.messages("out").stream()
                    .allMatch(message -> ARRIVED.contains(message.path("status").asText())));
    CrashSteps.await("all texts at the webhook")
        .until(
            () -> {
              Set<String> missing = new HashSet<>(traffic.received().keySet());
              missing.removeIf(text -> text.contains("picture"));
              missing.removeAll(stage.hooks().idsByText().keySet());
              return missing.isEmpty();
            });
    new CrashSteps(stage).quiet(companion);
  }

  private void assertStoredOnce() throws Exception {
    List<String> wanted = new ArrayList<>(traffic.received().values());
    List<String> told = new ArrayList<>();
    for (String text : BreadthScenario.REMEMBERED) {
      told.add(BreadthScenario.idOfRemembered(text));
    }
    List<String> sent = traffic.sent().stream().map(BreadthTraffic.Sent::stanzaId).toList();
    assertThat(stanzas(KINDS::contains))
        .as("stored messages")
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(wanted, told, sent).flatMap(List::stream).toList());
    assertThat(stanzas(kind -> !KINDS.contains(kind)))
        .as("that the group was made, and that a member left")
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  private List<String> stanzas(Predicate<String> kinds) throws Exception {
    return messages().stream()
        .filter(message -> kinds.test(message.path("type").asText()))
        .map(message -> message.path("stanzaId").asText())
        .toList();
  }

  private List<JsonNode> messages() throws Exception {
    List<JsonNode> all = new ArrayList<>(pod.messages("in"));
    all.addAll(pod.messages("out"));
    return all;
  }

  /** What came is told once, and what a history holds is not. */
  private void assertToldOnce() throws Exception {
    List<JsonNode> events =
        pod.events().stream()
            .filter(event -> event.path("type").asText().equals("dev.kubezap.message.received"))
            .toList();
    assertThat(events.stream().map(event -> event.path("data").path("stanzaId").asText()))
        .as("events message.received")
        .containsExactlyInAnyOrderElementsOf(traffic.received().values());
    Map<String, Set<String>> hooks = stage.hooks().idsByText();
    for (JsonNode event : events) {
      String text = event.path("data").path("text").asText();
      if (!text.isEmpty()) {
        assertThat(hooks.get(text)).as(text).containsExactly(event.path("id").asText());
      }
    }
  }

  /** By the phones that are to show it, once; by no other, though it had been in the group. */
  private void assertShownOnce() {
    for (String phone : Stage.PHONES) {
      List<PhoneMessage> shown = arrived(phone).filter(message -> !isAddition(message)).toList();
      assertThat(shown.stream().map(PhoneMessage::id))
          .as("messages at %s", phone)
          .containsExactlyInAnyOrderElementsOf(
              traffic.sent().stream()
                  .filter(message -> message.readers().contains(phone))
                  .map(BreadthTraffic.Sent::stanzaId)
                  .toList());
      assertThat(arrived(phone)).allMatch(message -> message.timesDelivered() == 1);
    }
    List<PhoneMessage> own =
        simulator.messages(Stage.OWN).stream()
            .filter(message -> message.direction() == PhoneMessage.Direction.OUT)
            .filter(message -> !isAddition(message))
            .toList();
    assertThat(own.stream().map(PhoneMessage::id))
        .as("own messages at the own phone")
        .containsExactlyInAnyOrderElementsOf(
            traffic.sent().stream().map(BreadthTraffic.Sent::stanzaId).toList());
    assertThat(own).allMatch(message -> message.timesDelivered() == 1);
  }

  private Stream<PhoneMessage> arrived(String phone) {
    return simulator.messages(phone).stream()
        .filter(message -> message.direction() == PhoneMessage.Direction.IN)
        .filter(message -> message.device().startsWith(Stage.OWN));
  }

  private static boolean isAddition(PhoneMessage message) {
    Additions additions = Additions.of(message);
    return additions.isReaction() || additions.isEdit();
  }

  /** Its caller may have repeated an edit or a reaction, which says the same each time. */
  private void assertChangesAgree() throws Exception {
    assertThat(arrived(A).filter(message -> Additions.of(message).isEdit())).isNotEmpty();
    assertThat(traffic.reactionsAt(B)).isNotEmpty();
    List<JsonNode> shown =
        messages().stream()
            .filter(message -> KINDS.contains(message.path("type").asText()))
            .toList();
    assertThat(shown.stream().map(BreadthTraffic::shown))
        .contains("in hello", "out hello")
        .doesNotContain("in helo", "out helo");
    for (JsonNode message : shown) {
      String text = BreadthTraffic.shown(message);
      boolean liked = text.endsWith(" hello");
      assertThat(message.path("reactions").valueStream().map(one -> one.path("emoji").asText()))
          .as("reactions to %s", text)
          .containsExactlyElementsOf(liked ? List.of(BreadthTraffic.THUMB) : List.of());
      if (text.equals("in hello")) {
        assertThat(message.path("revisions").asInt()).as("edits of the phone").isEqualTo(1);
      }
    }
  }

  private void assertChatsAgree() throws Exception {
    for (String phone : Stage.PHONES) {
      assertThat(traffic.chat(phone).path("archived").asBoolean())
          .as("archived")
          .isEqualTo(traffic.isArchivedAtPhone(phone))
          .isFalse();
      assertThat(traffic.chat(phone).path("pinned").asBoolean())
          .as("pinned")
          .isEqualTo(traffic.isPinnedAtPhone(phone))
          .isFalse();
    }
  }

  private void assertFilesAreWhole() throws Exception {
    int seen = 0;
    for (JsonNode message : messages()) {
      if (message.has("media")) {
        assertThat(pod.file(message.path("media").path("url").asText()))
            .isEqualTo(BreadthTraffic.picture(BreadthTraffic.shown(message)));
        seen++;
      }
    }
    assertThat(seen).as("pictures").isEqualTo(4);
    List<PhoneMessage> pictures =
        arrived(A).filter(message -> !Additions.of(message).caption().isEmpty()).toList();
    assertThat(pictures).hasSize(2);
    for (PhoneMessage picture : pictures) {
      assertThat(simulator.file(picture).bytes())
          .isEqualTo(Bytes.of(BreadthTraffic.picture(Additions.of(picture).caption())));
    }
  }

  private void assertNothingHalfWritten() throws IOException {
    try (Stream<Path> all = Files.walk(pod.data())) {
      List<String> files =
          all.filter(Files::isRegularFile)
              .map(file -> pod.data().relativize(file).toString())
              .toList();
      assertThat(files)
          .as("files on the volume")
          .noneMatch(file -> file.startsWith("media/work/") || file.startsWith("media/history/"))
          .noneMatch(file -> file.endsWith(".new"));
      assertThat(files.stream().filter(file -> file.startsWith("media/kept/")))
          .as("kept files")
          .hasSize(4);
    }
  }
}
