package dev.kubezap.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.operator.MovedClock;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseSilenceTest {

  private final MovedClock clock = new MovedClock();
  private final LeaseSilence silence = new LeaseSilence(clock, Duration.ofSeconds(15));

  /** The default of 15 s: known within a minute, looks included. */
  @Test
  void aLeaseThatNobodyWritesIsAnObstacle() {
    assertThat(silence.obstacle()).isEmpty();
    silence.read(Optional.of(new Lease()));
    clock.move(Duration.ofSeconds(40));
    silence.read(Optional.of(new Lease()));
    assertThat(silence.obstacle()).isEmpty();

    clock.move(Duration.ofSeconds(1));

    assertThat(silence.obstacle())
        .contains("nobody has written the lease for 41 s, this operator neither");
  }

  @Test
  void oneThatIsRenewedOrTakenIsNone() {
    for (int i = 0; i < 10; i++) {
      silence.read(Optional.of(lease("a", "2026-11-21T12:00:0" + i + "Z")));
      clock.move(Duration.ofSeconds(30));
    }
    silence.read(Optional.of(lease("b", "2026-11-21T12:00:09Z")));
    clock.move(Duration.ofSeconds(30));
    assertThat(silence.obstacle()).isEmpty();
  }

  @Test
  void whatCannotBeReadCannotBeWrittenEither() {
    silence.read(Optional.empty());
    clock.move(Duration.ofSeconds(30));
    silence.unreadable();
    clock.move(Duration.ofSeconds(30));
    assertThat(silence.obstacle()).isEmpty();
    silence.read(Optional.empty());
    clock.move(Duration.ofSeconds(41));
    assertThat(silence.obstacle()).isPresent();
  }

  private static Lease lease(String holder, String renewed) {
    return new LeaseBuilder()
        .withNewSpec()
        .withHolderIdentity(holder)
        .withRenewTime(ZonedDateTime.parse(renewed))
        .endSpec()
        .build();
  }
}
