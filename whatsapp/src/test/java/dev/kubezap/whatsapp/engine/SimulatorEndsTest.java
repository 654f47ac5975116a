package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultMatch;
import dev.kubezap.simulator.fault.FaultPlan;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultRule;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every end of a connection that the service has a code for (PROTOCOL.md 12, PROTOCOL-2026 7),
 * played by a server that shares no code with the client: which phase follows, and whether the
 * credentials stay.
 */
@Tag("slow")
class SimulatorEndsTest {

  /**
   * A row of the table.
   *
   * @param code how the end is reported
   * @param phase in which the session is afterwards; CONNECTED when it came back by itself
   */
  private record End(FaultAction action, String code, Phase phase, Optional<String> reason) {}

  private static final List<End> KEEPING =
      List.of(
          streamError(515, null, "515", Phase.CONNECTED, null),
          streamError(503, null, "503", Phase.CONNECTED, null),
          streamError(500, null, "500", Phase.CONNECTED, null),
          streamError(401, null, "401", Phase.CONNECTED, null),
          streamError(429, null, "429", Phase.RECONNECTING, null),
          streamError(405, null, "405", Phase.FAILED, "client-outdated"),
          failure(500, Phase.CONNECTED, null),
          failure(501, Phase.CONNECTED, null),
          failure(503, Phase.CONNECTED, null),
          failure(400, Phase.FAILED, "login-refused"),
          failure(403, Phase.RESTRICTED, "account-locked"),
          failure(405, Phase.FAILED, "client-outdated"),
          failure(406, Phase.RESTRICTED, "account-banned"),
          failure(402, Phase.RESTRICTED, "account-banned"),
          failure(409, Phase.FAILED, "login-refused"),
          failure(411, Phase.FAILED, "phone-unsuitable"),
          failure(413, Phase.FAILED, "login-refused"),
          failure(414, Phase.FAILED, "login-refused"),
          failure(415, Phase.FAILED, "login-refused"),
          failure(418, Phase.FAILED, "login-refused"),
          failure(499, Phase.FAILED, "login-refused"),
          new End(
              new FaultAction.Failure(402, Map.of("code", "101", "expire", "600")),
              "402",
              Phase.RESTRICTED,
              Optional.of("temporarily-banned")),
          new End(new FaultAction.Close(), "428", Phase.CONNECTED, Optional.empty()));

  private static final List<End> FORGETTING =
      List.of(
          failure(401, Phase.LOGGED_OUT, "logged-out-by-phone"),
          streamError(401, "device_removed", "401", Phase.LOGGED_OUT, "logged-out-by-phone"),
          streamError(516, null, "516", Phase.LOGGED_OUT, "logged-out-by-phone"));

  private static End streamError(
      int code, @Nullable String conflict, String shown, Phase phase, @Nullable String reason) {
    return new End(
        new FaultAction.StreamError(code, conflict), shown, phase, Optional.ofNullable(reason));
  }

  private static End failure(int code, Phase phase, @Nullable String reason) {
    return new End(
        new FaultAction.Failure(code, null),
        Integer.toString(code),
        phase,
        Optional.ofNullable(reason));
  }

  /** The next process of the session logs in and meets the end there. */
  private static SessionSnapshot meet(LiveConversation talk, End end) {
    FaultRule rule = FaultRule.once(FaultPoint.LOGIN, FaultMatch.all(), end.action());
    try (FaultPlan.Scope _ = talk.simulator.fault(rule)) {
      LiveClient live = talk.restart();
      live.client.start();
      return live.await(
          shown ->
              shown.phase() == end.phase()
                  && shown.reason().equals(end.reason())
                  && shown.lastDisconnect().filter(l -> l.code().equals(end.code())).isPresent());
    }
  }

  @Test
  void everyTemporaryEndKeepsTheCredentials() throws IOException {
    try (LiveConversation talk = LiveConversation.connected()) {
      for (End end : KEEPING) {
        SessionSnapshot shown = meet(talk, end);
        assertThat(shown.phoneNumber()).as("%s", end).contains(LiveConversation.NUMBER);
        assertThat(talk.identities.load()).as("%s", end).isPresent();
        assertThat(talk.store.records("pre-key")).as("%s", end).isNotEmpty();
      }
      // None of it made the device unusable.
      talk.restart().client.start();
      talk.live.awaitPhase(Phase.CONNECTED);
      talk.receive("after all of it", true);
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }

  @Test
  void onlyTheEndOfTheLinkForgetsThem() throws IOException {
    try (LiveConversation talk = LiveConversation.unpaired()) {
      for (End end : FORGETTING) {
        talk.pair();
        meet(talk, end);
        assertThat(talk.identities.load()).as("%s", end).isEmpty();
        assertThat(talk.store.records("pre-key")).as("%s", end).isEmpty();
        talk.simulator.logOutCompanions(LiveConversation.NUMBER);
        talk.live.client.reconnect();
      }
      talk.live.await(shown -> shown.qr().isPresent());
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }

  @Test
  void aTemporaryBanEndsByItself() throws IOException {
    try (LiveConversation talk = LiveConversation.connected()) {
      End banned =
          new End(
              new FaultAction.Failure(402, Map.of("code", "104", "expire", "2")),
              "402",
              Phase.RESTRICTED,
              Optional.of("temporarily-banned"));
      meet(talk, banned);
      talk.live.awaitPhase(Phase.CONNECTED);
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }

  @Test
  void endsWithoutACodeAreFollowedToo() throws IOException {
    try (LiveConversation talk = LiveConversation.connected()) {
      talk.connection().end(Node.of("xmlstreamend"));
      talk.live.await(
          shown -> shown.lastDisconnect().filter(l -> l.code().equals("428")).isPresent());
      talk.live.awaitPhase(Phase.CONNECTED);
      talk.connection().deliver(Node.of("ib", Node.of("downgrade_webclient")));
      SessionSnapshot stopped = talk.live.awaitPhase(Phase.FAILED);
      assertThat(stopped.reason()).contains("phone-unsuitable");
      assertThat(stopped.lastDisconnect().orElseThrow().code()).isEqualTo("411");
      assertThat(talk.identities.load()).isPresent();
      assertThat(talk.simulator.violations().list()).isEmpty();
    }
  }

  @Test
  void whatItDoesNotKnowIsSurvived() throws IOException {
    try (LiveConversation talk = LiveConversation.connected()) {
      long reconnects = talk.live.client.snapshot().reconnects();
      talk.connection().deliver(Node.of("stream:error").with("code", 777));
      talk.connection()
          .deliver(
              Node.of("notification", Node.of("new_thing"))
                  .with("from", "s.whatsapp.net")
                  .with("type", "w:unheard")
                  .with("id", "n1"));
      talk.connection().deliver(Node.of("ib", Node.of("recovery_nonce")).with("id", "x"));
      talk.receive("still here", false);
      assertThat(talk.live.client.snapshot().reconnects()).isEqualTo(reconnects);
    }
  }
}
