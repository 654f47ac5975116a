package dev.kubezap.pod.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.SessionSnapshot.LastDisconnect;
import dev.kubezap.whatsapp.SessionSnapshot.Qr;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PhaseLogTest {
  private static final LastDisconnect UNRESOLVED =
      new LastDisconnect("connect-failed", "The name x cannot be resolved", Instant.EPOCH);

  private final PhaseLog log = new PhaseLog();

  private Optional<String> line(Phase phase, Optional<LastDisconnect> last) {
    return log.line(
        new SessionSnapshot(
            phase,
            Optional.of("reason"),
            Optional.of("+4915110000001"),
            Optional.empty(),
            Optional.empty(),
            Optional.of("Ada"),
            Optional.of(new Qr("2@secret", Instant.EPOCH, Instant.EPOCH)),
            Optional.empty(),
            Optional.empty(),
            last,
            Optional.empty(),
            "2.3000.1",
            0));
  }

  @Test
  void saysWhatFailsOnceForEachReason() {
    assertThat(line(Phase.STARTING, Optional.empty())).isEmpty();
    assertThat(line(Phase.STARTING, Optional.of(UNRESOLVED)))
        .contains("Not connected (connect-failed): The name x cannot be resolved");
    assertThat(line(Phase.CONNECTING, Optional.of(UNRESOLVED))).isEmpty();
    assertThat(line(Phase.RECONNECTING, Optional.of(UNRESOLVED))).isEmpty();
    assertThat(line(Phase.CONNECTED, Optional.of(UNRESOLVED))).contains("Connected to WhatsApp");
    assertThat(line(Phase.RECONNECTING, Optional.of(UNRESOLVED))).isPresent();
  }

  @Test
  void saysWhatAPersonCanDoAndNoSecret() {
    for (Phase phase : Phase.values()) {
      assertThat(line(phase, Optional.of(UNRESOLVED)).orElse(""))
          .doesNotContain("secret", "4915110000001", "Ada");
    }
    assertThat(line(Phase.AWAITING_PAIRING, Optional.empty()).orElseThrow())
        .contains("/api/v1/session/qr");
    assertThat(line(Phase.LOGGED_OUT, Optional.empty()).orElseThrow())
        .contains("LoggedOut (reason)")
        .contains("/api/v1/session");
  }
}
