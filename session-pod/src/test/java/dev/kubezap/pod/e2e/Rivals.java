package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.simulator.world.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.ThrowingRunnable;

/** Two processes of one session, the second on a copy of the first one's volume. */
final class Rivals implements AutoCloseable {
  static final Duration LEASE = Duration.ofSeconds(5);

  /** A successor is there that much after the lease has ended. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Path folder;
  private final Stage stage;
  private final Device companion;
  private final PodProcess first;
  private final SocketCount sockets;

  /**
   * Starts and links the first.
   *
   * @param first variables of the first process alone
   */
  Rivals(Path folder, RestartablePostgres postgres, String session, Map<String, String> first)
      throws Exception {
    this.folder = folder;
    Map<String, String> variables =
        new HashMap<>(
            Map.of(
                "KUBEZAP_SESSION_NAME",
                session,
                "KUBEZAP_POD_UID",
                "first",
                "KUBEZAP_LEASE_SECONDS",
                Long.toString(LEASE.toSeconds())));
    stage = new Stage(folder, postgres.shared(), variables);
    companion = stage.pair(first);
    this.first = stage.pod().process();
    stage.pod().patience(Duration.ofSeconds(7));
    sockets = new SocketCount(stage.simulator());
  }

  Stage stage() {
    return stage;
  }

  PodProcess first() {
    return first;
  }

  SocketCount sockets() {
    return sockets;
  }

  /** Starts the second, on what is on the volume now; callers find it from now on. */
  PodProcess startSecond(Map<String, String> more) throws IOException {
    Path volume = folder.resolve("volume-of-second");
    Folders.copy(folder.resolve("data"), volume);
    Map<String, String> variables = new HashMap<>(Map.of("KUBEZAP_POD_UID", "second"));
    variables.putAll(more);
    PodProcess _ = stage.pod().startRival(volume, variables);
    return stage.pod().process();
  }

  /** The second takes over in time. */
  void awaitSecond() throws IOException {
    told(
        await("the successor is connected", LEASE.plus(GRACE)),
        () ->
            assertThat(stage.pod().process().get("/api/v1/session").path("phase").asText())
                .isEqualTo("Connected"));
  }

  /** The first finds out, stays alive and stands by; the device has one socket. */
  void awaitFirstStandsBy() throws IOException {
    told(
        await("the first stands by", LEASE.plus(GRACE)),
        () -> {
          assertThat(first.get("/api/v1/session").path("phase").asText()).isEqualTo("Starting");
          assertThat(sockets.now()).isOne();
        });
    assertThat(first.isAlive()).isTrue();
  }

  /** When it does not come about, what both processes wrote says why. */
  private void told(ConditionFactory patience, ThrowingRunnable condition) throws IOException {
    try {
      patience.untilAsserted(condition);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          e.getMessage()
              + " at "
              + Instant.now()
              + "\nthe first wrote:\n"
              + first.output()
              + "\nthe second wrote:\n"
              + stage.pod().process().output(),
          e);
    }
  }

  /** Messages go both ways, then everything is counted. */
  String verdict(int mostSockets) throws Exception {
    stage.awaitTraffic();
    String summary = new Verdict(stage, companion).pass();
    assertThat(sockets.most()).as("sockets at once").isLessThanOrEqualTo(mostSockets);
    assertThat(sockets.now()).isOne();
    return summary + ", at most " + sockets.most() + " sockets at once";
  }

  static ConditionFactory await(String what, Duration atMost) {
    return Awaitility.await(what)
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptionsInstanceOf(IOException.class);
  }

  @Override
  public void close() throws IOException {
    sockets.close();
    stage.close();
    // Also when it stands still.
    first.abandon();
  }
}
