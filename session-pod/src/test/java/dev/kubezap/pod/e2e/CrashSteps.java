package dev.kubezap.pod.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.world.Device;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** What every scenario of a session that may end at any place does. */
final class CrashSteps {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Stage stage;
  private String scanned = "";
  private Optional<Throwable> phoneSays = Optional.empty();

  CrashSteps(Stage stage) {
    this.stage = stage;
  }

  /** Links the session by its QR code, and by the next one when it ended; answers the device. */
  Device link() {
    await("linked")
        .until(
            () -> {
              JsonNode session = session();
              String qr = session.path("qr").path("text").asText();
              if (!qr.isEmpty() && !qr.equals(scanned)) {
                scanned = qr;
                scanInBackground(qr);
              }
              return session.path("phase").asText();
            },
            "Connected"::equals);
    List<Device> devices =
        stage
            .simulator()
            .world()
            .locked(() -> stage.simulator().phone(Stage.OWN).account().companions());
    if (devices.size() != 1) {
      throw new AssertionError("linked devices: " + devices + "; the phone says " + phoneSays);
    }
    return devices.getFirst();
  }

  /** The phone may be cut off, and then gives up at some time. */
  private void scanInBackground(String qr) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                stage.simulator().scan(Stage.OWN, qr);
              } catch (RuntimeException e) {
                phoneSays = Optional.of(e);
              }
            });
  }

  /** Waits for a QR code that can be scanned. */
  void awaitQr() {
    await("a QR code").until(() -> session().path("qr").path("text").asText(), qr -> !qr.isEmpty());
  }

  /** Waits until the session is connected, as both sides see it. */
  void awaitConnected(Device companion) {
    await("connected")
        .until(
            () ->
                session().path("phase").asText().equals("Connected")
                    && stage.simulator().world().locked(() -> companion.mailbox().isLive()));
  }

  /** Waits until everything that came for the session is acknowledged. */
  void quiet(Device companion) {
    await("nothing waits for the session")
        .until(
            () -> stage.simulator().world().locked(() -> companion.mailbox().pending()),
            List::isEmpty);
  }

  private JsonNode session() throws IOException, InterruptedException {
    return stage.pod().ask("/api/v1/session").body();
  }

  /** Something that is waited for, however often the session cannot be reached meanwhile. */
  static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .pollInSameThread()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptionsInstanceOf(IOException.class);
  }
}
