package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.database.Migrations;
import dev.kubezap.simulator.phone.PhoneMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Database, volume or both come back from the past, under a dead process and under a live one. The
 * simulated server sees every message key: none comes twice, the session recovers by itself and
 * says what happened, and its events go on above all earlier ones.
 */
@Tag("e2e")
@Timeout(120)
class RestoredStateIT {
  @TempDir private Path folder;
  private final List<String> out = new ArrayList<>();
  private final List<String> in = new ArrayList<>();

  @Test
  void databaseRestoredUnderAKilledProcess() throws Exception {
    try (Stage stage = new Stage(folder)) {
      long last = killedAndRestored(stage);
      stage.pod().start();

      assertRecovered(stage, last);
    }
  }

  @Test
  void killedWhileItNoticesTheRestoredDatabase() throws Exception {
    try (Stage stage = new Stage(folder)) {
      long last = killedAndRestored(stage);
      for (int millis = 600; millis <= 1400; millis += 400) {
        stage.pod().startAndKill(Duration.ofMillis(millis));
      }
      stage.pod().start();

      assertRecovered(stage, last);
    }
  }

  @Test
  void databaseFailedOverToALaggingReplicaUnderALiveProcess() throws Exception {
    try (Stage stage = new Stage(folder)) {
      stage.pair();
      talk(stage, "before");
      Path replica = folder.resolve("replica");
      stage.postgres().copyTo(replica);
      talk(stage, "lost");
      long last = lastSequence(stage);
      PodProcess process = stage.pod().process();

      stage.postgres().failOverTo(replica);

      await("the restoration").until(() -> restorations(stage), found -> !found.isEmpty());
      process.awaitPhase("Connected");
      talk(stage, "after");
      assertThat(process.isAlive()).as("the same process all along").isTrue();
      assertNothingUsedTwice(stage);
      assertRestored(stage, last);
    }
  }

  @Test
  void volumeOfYesterday() throws Exception {
    try (Stage stage = new Stage(folder)) {
      stage.pair();
      talk(stage, "before");
      stage.pod().kill();
      Path yesterday = folder.resolve("yesterday");
      Folders.copy(volume(), yesterday);
      stage.pod().start();
      stage.pod().process().awaitPhase("Connected");
      talk(stage, "today");
      long last = lastSequence(stage);

      stage.pod().kill();
      Folders.replace(volume(), yesterday);
      stage.pod().start();

      stage.pod().process().awaitPhase("Connected");
      talk(stage, "after");
      assertThat(restorations(stage)).as("the database lost nothing").isEmpty();
      assertSequencesAbove(stage, last);
      assertNothingUsedTwice(stage);
    }
  }

  @Test
  void volumeAndDatabaseOfYesterdayTogether() throws Exception {
    try (StatusServer status = new StatusServer();
        Stage stage = new Stage(folder, status.variables(folder.resolve("account")))) {
      long last = killedAndAllRestored(stage, status);
      stage.pod().start();

      assertRecovered(stage, last);
      await("the condition")
          .until(() -> status.messages().stream().anyMatch(m -> m.contains("state-restored")));
    }
  }

  /**
   * Nothing but the statement of docs/backup.md tells that these are copies: they were taken of a
   * session that had ended in order, fit together, and no status remembers what came after.
   */
  @Test
  void volumeAndDatabaseOfAnEndedSessionRestoredByTheRunbook() throws Exception {
    try (Stage stage = new Stage(folder)) {
      Migrations.run(stage.postgres().url(), "postgres", "");
      stage.pair();
      talk(stage, "before");
      assertThat(stage.pod().process().terminate()).isTrue();
      Path yesterday = folder.resolve("yesterday");
      Folders.copy(volume(), yesterday);
      TableBackup backup = TableBackup.of(stage.postgres().url());
      stage.pod().start();
      stage.pod().process().awaitPhase("Connected");
      talk(stage, "lost");
      long last = lastSequence(stage);
      stage.pod().kill();

      Folders.replace(volume(), yesterday);
      backup.restore();
      backup.execute(runbook());
      stage.pod().start();

      assertRecovered(stage, last);
    }
  }

  /** The statement as the page has it. */
  private static String runbook() throws IOException {
    return Files.readAllLines(Path.of("../docs/backup.md")).stream()
        .filter(line -> line.startsWith("UPDATE kubezap.lease "))
        .findFirst()
        .orElseThrow();
  }

  /** It waits 10 s for the API server, then owns an epoch that was given before. */
  @Test
  void volumeAndDatabaseOfYesterdayTogetherWhileTheApiServerIsSlow() throws Exception {
    try (StatusServer status = new StatusServer();
        Stage stage = new Stage(folder, status.variables(folder.resolve("account")))) {
      long last = killedAndAllRestored(stage, status);
      long reported = status.session().path("epoch").asLong();
      status.hold();
      stage.pod().start();
      stage.pod().process().awaitPhase("Connected");
      assertThat(restorations(stage)).as("nobody could know").isEmpty();
      status.letGo();

      await("the restoration").until(() -> restorations(stage), found -> !found.isEmpty());
      assertRecovered(stage, last);
      await("an epoch above all in the status")
          .until(() -> status.session().path("epoch").asLong() > reported);
    }
  }

  /**
   * Database and volume of before the last messages, the process killed.
   *
   * @return the last event's sequence before
   */
  private long killedAndAllRestored(Stage stage, StatusServer status) throws Exception {
    Migrations.run(stage.postgres().url(), "postgres", "");
    stage.pair();
    talk(stage, "before");
    assertThat(stage.pod().process().terminate()).isTrue();
    Path yesterday = folder.resolve("yesterday");
    Folders.copy(volume(), yesterday);
    TableBackup backup = TableBackup.of(stage.postgres().url());
    stage.pod().start();
    stage.pod().process().awaitPhase("Connected");
    talk(stage, "lost");
    long last = lastSequence(stage);
    await("the epoch in the status").until(() -> status.session().path("epoch").asLong() > 1);
    stage.pod().kill();
    Folders.replace(volume(), yesterday);
    backup.restore();
    return last;
  }

  /**
   * A database of before the last messages, its process killed.
   *
   * @return the last event's sequence before
   */
  private long killedAndRestored(Stage stage) throws Exception {
    stage.pair();
    talk(stage, "before");
    TableBackup backup = TableBackup.of(stage.postgres().url());
    talk(stage, "lost");
    long last = lastSequence(stage);
    stage.pod().kill();
    backup.restore();
    return last;
  }

  private Path volume() {
    return folder.resolve("data");
  }

  /** Two texts each way with each phone, so that every ratchet has turned. */
  private void talk(Stage stage, String what) throws Exception {
    for (int number = 1; number <= 2; number++) {
      for (String phone : Stage.PHONES) {
        String text = what + " " + number + " of " + phone;
        send(stage, phone, text);
        out.add(text);
        await(text).until(() -> arrived(stage).anyMatch(text::equals));
        String reply = "reply to " + text;
        stage.simulator().send(phone, Stage.OWN, reply, false);
        in.add(reply);
        await(reply).until(() -> stage.hooks().idsByText().containsKey(reply));
      }
    }
  }

  /** As a caller does: again under the same key while it is told to come back. */
  private static void send(Stage stage, String phone, String text) {
    String body = "{\"to\":\"+%s\",\"type\":\"text\",\"text\":\"%s\"}".formatted(phone, text);
    await(text)
        .until(
            () -> stage.pod().post("/api/v1/messages?wait=sent", body, text.replace(' ', '-')),
            answer -> {
              assertThat(answer.status()).as("%s", answer).isIn(201, 503);
              return answer.status() == 201;
            });
  }

  private static Stream<String> arrived(Stage stage) {
    return received(stage).map(PhoneMessage::text);
  }

  private static Stream<PhoneMessage> received(Stage stage) {
    return Stage.PHONES.stream()
        .flatMap(phone -> stage.simulator().messages(phone).stream())
        .filter(message -> message.direction() == PhoneMessage.Direction.IN);
  }

  private static long lastSequence(Stage stage) throws Exception {
    return sequence(stage.pod().events().getLast());
  }

  private static long sequence(JsonNode event) {
    return Long.parseLong(event.path("sequence").asText());
  }

  private static List<JsonNode> restorations(Stage stage) throws Exception {
    return stage.pod().events().stream()
        .filter(event -> event.path("type").asText().equals("dev.kubezap.session.phase"))
        .filter(event -> event.path("data").path("reason").asText().equals("state-restored"))
        .toList();
  }

  /** It connects by itself, uses nothing twice, and says that it was restored. */
  private void assertRecovered(Stage stage, long last) throws Exception {
    stage.pod().process().awaitPhase("Connected");
    talk(stage, "after");
    assertNothingUsedTwice(stage);
    assertRestored(stage, last);
  }

  /** It was said, once, and goes on above everything that a sink may have seen. */
  private static void assertRestored(Stage stage, long last) throws Exception {
    List<JsonNode> restorations = restorations(stage);
    assertThat(restorations).hasSize(1);
    assertThat(sequence(restorations.getFirst())).isGreaterThan(last);
    assertSequencesAbove(stage, last);
  }

  private static void assertSequencesAbove(Stage stage, long last) throws Exception {
    assertThat(
            stage.pod().events().stream()
                .filter(event -> event.path("data").path("text").asText().contains("after "))
                .map(RestoredStateIT::sequence))
        .isNotEmpty()
        .allSatisfy(sequence -> assertThat(sequence).isGreaterThan(last));
  }

  /** Each text came once, under an id of its own, and the server saw no key a second time. */
  private void assertNothingUsedTwice(Stage stage) {
    assertThat(arrived(stage)).containsExactlyInAnyOrderElementsOf(out);
    assertThat(received(stage).map(PhoneMessage::id)).doesNotHaveDuplicates();
    assertThat(received(stage))
        .allSatisfy(message -> assertThat(message.timesDelivered()).isEqualTo(1));
    assertThat(stage.hooks().idsByText().keySet()).containsExactlyInAnyOrderElementsOf(in);
    assertThat(stage.simulator().violations().list()).isEmpty();
  }

  /** A replica that becomes the primary takes no writes for a moment: 503 until then. */
  private static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .ignoreExceptionsInstanceOf(IOException.class)
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(50));
  }
}
