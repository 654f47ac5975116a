package dev.kubezap.operator.breaker;

import dev.kubezap.operator.desired.SessionNames;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Connecting is held back.
 *
 * @param from when it began
 * @param until when the first may try
 * @param reason why, for people
 */
public record Hold(Instant from, Instant until, String reason) {

  /**
   * So much longer than meant do the databases hold back, so that nobody connects before the
   * operator has said who tries first; without an operator it ends by then.
   */
  static final Duration GRACE = Duration.ofMinutes(2);

  /**
   * What the databases are told.
   *
   * @param reason why, for people
   * @param until when it ends by itself
   * @param probes sessions that may connect all the same
   */
  public record Row(String reason, Instant until, Set<SessionNames> probes) {
    public Row {
      probes = Set.copyOf(probes);
    }
  }

  Duration length() {
    return Duration.between(from, until);
  }

  Row row(Instant ends, Set<SessionNames> probes) {
    return new Row(reason, ends.plus(GRACE), probes);
  }
}
