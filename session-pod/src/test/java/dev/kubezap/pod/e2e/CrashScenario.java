package dev.kubezap.pod.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.pod.crash.CrashAgent;
import dev.kubezap.simulator.server.Connection;
import dev.kubezap.simulator.world.Device;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A session's short life, one thing after another, so that a place in it means the same each time:
 * linked, messages both ways, one that must be asked for again, marked as read, asked for by the
 * phone, a lost connection with messages meanwhile; ended in order, started again, messages both
 * ways. Whoever wants something of the session repeats it until it is answered.
 */
final class CrashScenario {
  private static final String A = Stage.PHONES.getFirst();
  private static final String B = Stage.PHONES.getLast();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Stage stage;
  private String scanned = "";
  private Optional<Throwable> phoneSays = Optional.empty();

  CrashScenario(Stage stage) {
    this.stage = stage;
  }

  /**
   * Lives it once; answers the device that was linked.
   *
   * @param first for the agent of the first process
   * @param second for the agent of the process after the orderly end
   */
  Device live(CrashAgent.Order first, CrashAgent.Order second) throws Exception {
    stage.pod().startMortal(first.variables());
    Device companion = link();
    messagesBothWays();
    asksAgain();
    isAskedAgain();
    reads();
    losesItsConnection(companion);
    stage.pod().end();
    stage.pod().startMortal(second.variables());
    awaitConnected(companion);
    messagesBothWays();
    quiet(companion);
    return companion;
  }

  private Device link() {
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

  private void messagesBothWays() {
    stage.traffic().sendByApi(A);
    stage.traffic().sendByPhone(A);
    awaitReceived();
    stage.traffic().sendByApi(A);
    stage.traffic().sendByPhone(B);
    awaitReceived();
    stage.traffic().sendByApi(B);
  }

  private void asksAgain() {
    stage.traffic().sendSpoiledByPhone(B);
    awaitReceived();
  }

  /** It has given its receipt, so it only gets an answer that is none. */
  private void isAskedAgain() {
    Traffic.Accepted sent = stage.traffic().sendByApi(A);
    await("at the phone").until(() -> stage.simulator().askAgain(A, Stage.OWN, sent.stanzaId()));
  }

  private void reads() {
    await("marked as read")
        .until(
            () -> {
              List<JsonNode> messages = stage.pod().messages("in");
              String path = "/api/v1/messages/" + messages.getFirst().path("id").asText() + "/read";
              return stage.pod().post(path, "{}", "read-" + A).status() / 100 == 2;
            });
    await("read by the phone")
        .until(
            () ->
                stage.simulator().messages(A).stream()
                    .filter(message -> message.text().equals("out 1"))
                    .allMatch(m -> m.read() || stage.simulator().read(A, Stage.OWN, m.id())));
  }

  private void losesItsConnection(Device companion) {
    stage.simulator().connections().forEach(Connection::abort);
    stage.traffic().sendByPhone(B);
    stage.traffic().sendByPhone(A);
    stage.traffic().sendByApi(B);
    awaitReceived();
    quiet(companion);
  }

  private void awaitReceived() {
    await("all texts at the webhook")
        .until(
            () -> stage.hooks().idsByText().keySet().containsAll(stage.traffic().sentByPhones()));
  }

  private void awaitConnected(Device companion) {
    await("connected")
        .until(
            () ->
                session().path("phase").asText().equals("Connected")
                    && stage.simulator().world().locked(() -> companion.mailbox().isLive()));
  }

  private void quiet(Device companion) {
    await("nothing waits for the session")
        .until(
            () -> stage.simulator().world().locked(() -> companion.mailbox().pending()),
            List::isEmpty);
  }

  private JsonNode session() throws IOException, InterruptedException {
    return stage.pod().ask("/api/v1/session").body();
  }

  private static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptionsInstanceOf(IOException.class);
  }
}
