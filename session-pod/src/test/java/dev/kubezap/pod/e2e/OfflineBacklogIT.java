package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultMatch;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultRule;
import dev.kubezap.simulator.world.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand messages have waited for a session, and while they come the server answers neither
 * what the session asks about its keys nor whom to send to: nothing stalls, memory is bounded, and
 * everything is stored once.
 */
@Tag("e2e")
@Timeout(600)
class OfflineBacklogIT {
  private static final int WAITING = 10_000;

  /** Of resident memory; the messages alone, decrypted and kept, would be more. */
  private static final int MOST_KILOBYTES = 130 * 1024;

  @TempDir private Path folder;

  @Test
  void comesInWhileRequestsAreUnanswered() throws Exception {
    try (Stage stage = new Stage(folder)) {
      Device companion = stage.pair();
      stage.pod().end();
      for (int message = 0; message < WAITING; message++) {
        stage.traffic().sendByPhone(Stage.PHONES.get(message % Stage.PHONES.size()));
      }
      CompletableFuture<Traffic.Accepted> sent;
      try (var _ = stage.simulator().fault(unanswered("encrypt"));
          var _ = stage.simulator().fault(unanswered("usync"))) {
        stage.pod().start();
        sent =
            CompletableFuture.supplyAsync(() -> stage.traffic().sendByApi(Stage.PHONES.getFirst()));
        long begun = System.nanoTime();
        Awaitility.await("all that waited, at the webhook")
            // Without an answer about keys the log-in goes on after ten seconds.
            .atMost(Duration.ofMinutes(4))
            .untilAsserted(() -> assertThat(stage.hooks().idsByText().size()).isEqualTo(WAITING));
        System.out.printf(
            "OfflineBacklogIT: %d messages in %d ms, at most %d KB resident%n",
            WAITING, (System.nanoTime() - begun) / 1_000_000, mostResident(stage));
        assertThat(stage.simulator().messages(Stage.PHONES.getFirst()))
            .as("nobody has said yet which devices to send to")
            .noneMatch(message -> message.text().startsWith("out "));
      }
      sent.join();
      assertThat(mostResident(stage)).isLessThan(MOST_KILOBYTES);
      System.out.println("OfflineBacklogIT: " + new Verdict(stage, companion).pass());
    }
  }

  private static FaultRule unanswered(String namespace) {
    return FaultRule.always(
        FaultPoint.IN, FaultMatch.tag("iq", "xmlns", namespace), new FaultAction.Drop());
  }

  /** The most that the process has ever had in memory, in KB. */
  private static int mostResident(Stage stage) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + stage.pod().process().pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
