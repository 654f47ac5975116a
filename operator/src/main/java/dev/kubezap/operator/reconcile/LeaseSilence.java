package dev.kubezap.operator.reconcile;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * For how long nobody has written the Lease although it could be read. Whoever takes part in
 * choosing a leader renews it or takes it over, so that one that stays as it is tells that the part
 * of this operator that does so is dead. By this machine's clock alone. Thread-safe.
 */
final class LeaseSilence {

  /** Beside two durations of the lease: one for its leader to be missed, one to be followed. */
  private static final Duration SPARE = Duration.ofSeconds(10);

  private final Clock clock;
  private final Duration patience;
  private Optional<String> state = Optional.empty();
  private Optional<Instant> since = Optional.empty();

  /**
   * Nothing was read yet.
   *
   * @param lease how long a leader that says nothing is taken for one
   */
  LeaseSilence(Clock clock, Duration lease) {
    this.clock = clock;
    this.patience = lease.multipliedBy(2).plus(SPARE);
  }

  /** It was read now; empty when there is none. */
  synchronized void read(Optional<Lease> lease) {
    String now = lease.map(Lease::getSpec).map(LeaseSilence::text).orElse("none");
    if (since.isEmpty() || !state.equals(Optional.of(now))) {
      state = Optional.of(now);
      since = Optional.of(clock.instant());
    }
  }

  /** It could not be read: nobody can write it either. */
  synchronized void unreadable() {
    since = Optional.empty();
  }

  /** Why only a new process can help; empty when somebody writes it. */
  synchronized Optional<String> obstacle() {
    return since
        .map(begun -> Duration.between(begun, clock.instant()))
        .filter(silence -> silence.compareTo(patience) > 0)
        .map(
            silence ->
                "nobody has written the lease for "
                    + silence.toSeconds()
                    + " s, this operator neither");
  }

  private static String text(LeaseSpec spec) {
    return spec.getHolderIdentity() + " " + spec.getRenewTime();
  }
}
