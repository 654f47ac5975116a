package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultMatch;
import dev.kubezap.simulator.fault.FaultPlan;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * WhatsApp's servers refuse every login with a code, end every stream with one, or break off. Where
 * a person must decide, the person does so afterwards; credentials are never lost.
 */
final class ServerOutages {
  /** The session tries again by itself. */
  private static final List<Integer> TEMPORARY = List.of(500, 501, 503);

  /** The session stops and says why. */
  private static final List<Integer> REFUSING =
      List.of(400, 402, 403, 406, 409, 411, 413, 414, 415, 418, 499);

  private static final List<Integer> STREAM_CODES = List.of(401, 429, 500, 503, 515);

  /** As long as the longest pause between two tries: see {@link Outage#patience}. */
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Stage stage;
  private final List<FaultPlan.Scope> faults = new ArrayList<>();

  ServerOutages(Stage stage) {
    this.stage = stage;
  }

  List<Outage> all() {
    List<Outage> rows = new ArrayList<>();
    TEMPORARY.forEach(code -> rows.add(login(code, false)));
    REFUSING.forEach(code -> rows.add(login(code, true)));
    STREAM_CODES.forEach(code -> rows.add(stream(code)));
    rows.add(
        broken(
            "server breaks off at every message",
            FaultRule.always(FaultPoint.OUT, FaultMatch.tag("message"), new FaultAction.Close())));
    rows.add(
        broken(
            "server takes no connections",
            FaultRule.always(FaultPoint.CONNECT, FaultMatch.all(), new FaultAction.Close())));
    rows.add(
        broken(
            "server breaks off every handshake",
            FaultRule.always(FaultPoint.HANDSHAKE, FaultMatch.all(), new FaultAction.Truncate())));
    return rows;
  }

  private Outage login(int code, boolean stops) {
    return new Outage(
        "login fails with " + code,
        () ->
            begin(
                FaultRule.always(
                    FaultPoint.LOGIN, FaultMatch.all(), new FaultAction.Failure(code, null))),
        time -> {
          if (stops) {
            await(phase -> phase.equals("Failed") || phase.equals("Restricted"));
          }
        },
        stops ? time -> endAndReconnect() : this::endAndAwait);
  }

  /** Ends every stream at its first stanza but the answer to the login. */
  private Outage stream(int code) {
    return broken(
        "stream ends with " + code,
        FaultRule.always(
            FaultPoint.OUT, FaultMatch.tag("message"), new FaultAction.StreamError(code, null)));
  }

  private Outage broken(String name, FaultRule rule) {
    return new Outage(name, () -> begin(rule), time -> {}, this::endAndAwait);
  }

  /** The next login comes at once: the delay grows with every row. */
  private void begin(FaultRule rule) throws Exception {
    faults.add(stage.simulator().fault(rule));
    reconnect();
  }

  /** Long outages leave the next try to the session; short ones must not wait for it. */
  private void endAndAwait(Duration time) throws Exception {
    end();
    if (time.compareTo(LONG) < 0) {
      reconnect();
    }
  }

  private void endAndReconnect() throws Exception {
    end();
    reconnect();
  }

  private void end() {
    faults.forEach(FaultPlan.Scope::close);
    faults.clear();
  }

  /** A person asks for it. */
  private void reconnect() throws Exception {
    JsonNode answer = stage.pod().process().post("/api/v1/session/reconnect", "{}");
    assertThat(answer.path("httpStatus").asInt() / 100).as("%s", answer).isEqualTo(2);
  }

  private void await(Predicate<String> phase) {
    Awaitility.await("a phase that says it")
        .atMost(Duration.ofSeconds(30))
        .until(() -> stage.pod().process().get("/api/v1/session").path("phase").asText(), phase);
  }
}
