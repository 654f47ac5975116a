package dev.kubezap.pod.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.health.Health;
import dev.kubezap.whatsapp.ConnectGate;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientNewsTest {
  private final CurrentSession session = new CurrentSession("2.3000.1");
  private final Health health = new Health();
  private final ClientNews news =
      new ClientNews(
          new SessionReports(session, new StatusReporter(session, "pod", Optional.empty()), health),
          new FleetGate(Optional::empty, message -> {}),
          StartTimeline.begin(),
          NoDownloads.of(session));

  /** Its thread has ended, and nothing in this process begins another. */
  @Test
  void onlyARestartHelpsAClientThatEndedByADefect() {
    news.changed(with(Phase.FAILED, "internal-error"));
    assertThat(health.notLive()).contains("the session ended by a defect");
  }

  @Test
  void whatIsTriedAgainOrWaitsForAPersonIsAlive() {
    news.changed(with(Phase.RECONNECTING, "internal-error"));
    news.changed(with(Phase.FAILED, "stored-state-unreadable"));
    news.changed(with(Phase.STARTING, ConnectGate.HELD_BACK));
    assertThat(health.notLive()).isEmpty();
  }

  private static SessionSnapshot with(Phase phase, String reason) {
    return new SessionSnapshot(
        phase,
        Optional.of(reason),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "2.3000.1",
        0);
  }
}
