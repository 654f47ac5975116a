package dev.kubezap.pod.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.pod.crash.CrashAgent;
import dev.kubezap.simulator.server.Connection;
import dev.kubezap.simulator.world.Device;
import java.util.List;

/**
 * A session's short life, one thing after another, so that a place in it means the same each time:
 * linked, messages both ways, one that must be asked for again, marked as read, asked for by the
 * phone, a lost connection with messages meanwhile; ended in order, started again, messages both
 * ways. Whoever wants something of the session repeats it until it is answered.
 */
final class DirectScenario implements CrashScenario {
  private static final String A = Stage.PHONES.getFirst();
  private static final String B = Stage.PHONES.getLast();

  private final Stage stage;
  private final CrashSteps steps;

  DirectScenario(Stage stage) {
    this.stage = stage;
    steps = new CrashSteps(stage);
  }

  @Override
  public Lived live(CrashAgent.Order first, CrashAgent.Order second) throws Exception {
    stage.pod().startMortal(first.variables());
    Device companion = steps.link();
    messagesBothWays();
    asksAgain();
    isAskedAgain();
    reads();
    losesItsConnection(companion);
    stage.pod().end();
    stage.pod().startMortal(second.variables());
    steps.awaitConnected(companion);
    messagesBothWays();
    steps.quiet(companion);
    return new Lived(companion, 0);
  }

  @Override
  public String judge(Device companion) throws Exception {
    return new Verdict(stage, companion).pass();
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
    CrashSteps.await("at the phone")
        .until(() -> stage.simulator().askAgain(A, Stage.OWN, sent.stanzaId()));
  }

  private void reads() {
    CrashSteps.await("marked as read")
        .until(
            () -> {
              List<JsonNode> messages = stage.pod().messages("in");
              String path = "/api/v1/messages/" + messages.getFirst().path("id").asText() + "/read";
              return stage.pod().post(path, "{}", "read-" + A).status() / 100 == 2;
            });
    CrashSteps.await("read by the phone")
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
    steps.quiet(companion);
  }

  private void awaitReceived() {
    CrashSteps.await("all texts at the webhook")
        .until(
            () -> stage.hooks().idsByText().keySet().containsAll(stage.traffic().sentByPhones()));
  }
}
