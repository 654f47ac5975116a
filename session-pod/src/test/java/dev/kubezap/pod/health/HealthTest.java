package dev.kubezap.pod.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTest {
  private final Health health = new Health();
  private final List<String> logged = new ArrayList<>();
  private final Logger log = Logger.getLogger(Health.class.getName());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          logged.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    log.setLevel(Level.ALL);
    log.addHandler(handler);
  }

  @AfterEach
  void listenNoMore() {
    log.removeHandler(handler);
    log.setLevel(null);
  }

  @Test
  void aProcessThatBeginsIsAliveAndTakesNoRequestsYet() {
    assertThat(health.notLive()).isEmpty();
    assertThat(health.notStarted()).contains("requests are not taken yet");
    assertThat(health.notReady()).contains("requests are not taken yet");
  }

  @Test
  void itIsReadyOnceItServesAndTheDatabaseAnswered() {
    health.serving();
    assertThat(health.notStarted()).isEmpty();
    assertThat(health.notReady()).contains("database: not reached yet");

    health.owning(Optional.empty());
    assertThat(health.notReady()).isEmpty();
  }

  @Test
  void aDatabaseThatIsAwayIsNoReasonToRestart() {
    health.serving();
    health.owning(Optional.empty());

    health.reading(Optional.of("it does not answer"));
    assertThat(health.notReady()).contains("database: it does not answer");
    assertThat(health.notLive()).isEmpty();
    assertThat(health.notStarted()).isEmpty();

    health.owning(Optional.of("the lease is lost"));
    assertThat(health.notReady())
        .as("what owns comes first")
        .contains("database: the lease is lost");

    health.owning(Optional.empty());
    health.reading(Optional.empty());
    assertThat(health.notReady()).isEmpty();
  }

  @Test
  void aProcessThatEndsIsSentNothingMoreAndIsAliveUntilThen() {
    health.serving();
    health.owning(Optional.empty());
    health.stopping();

    assertThat(health.notReady()).contains("the process ends");
    assertThat(health.notLive()).isEmpty();
    assertThat(health.notStarted()).isEmpty();
  }

  @Test
  void whatOnlyARestartMendsAsksForOne() {
    health.serving();
    health.broken("the engine ended");

    assertThat(health.notLive()).contains("the engine ended");
  }

  @Test
  void theLogHasALineForEachChangeAndNoneForThePlainStart() {
    health.owning(Optional.empty());
    assertThat(logged).isEmpty();

    health.reading(Optional.of("it does not answer"));
    health.reading(Optional.of("it does not answer"));
    health.owning(Optional.of("the lease is lost"));
    health.owning(Optional.of("another owns it"));
    health.owning(Optional.empty());
    health.reading(Optional.empty());
    health.reading(Optional.empty());

    assertThat(logged)
        .containsExactly(
            "Not ready: it does not answer",
            "Not ready: the lease is lost",
            "Not ready: another owns it",
            "The database answers again",
            "The database answers again");
  }
}
