package dev.kubezap.whatsapp.model;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When a message may be sent, and what its chat is shown before.
 *
 * @param notBefore it waits until then, and holds nothing else of its chat up meanwhile; empty when
 *     it need not wait
 * @param notAfter what has not been prepared by then is not sent any more; empty when it may wait
 *     for ever
 * @param typing for how long its chat is shown that this account types, once it is its turn; zero
 *     when nothing is shown
 */
public record SendPlan(Optional<Instant> notBefore, Optional<Instant> notAfter, Duration typing) {
  /** As soon as possible, however long that takes. */
  public static final SendPlan AT_ONCE =
      new SendPlan(Optional.empty(), Optional.empty(), Duration.ZERO);

  /** Times are stored in whole milliseconds. */
  public SendPlan {
    notBefore = notBefore.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
    notAfter = notAfter.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
    typing = typing.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Whether it has to wait for its time. */
  public boolean isEarly(Instant now) {
    return notBefore.filter(time -> time.isAfter(now)).isPresent();
  }

  /** Whether its time has run out. */
  public boolean isLate(Instant now) {
    return notAfter.filter(time -> !time.isAfter(now)).isPresent();
  }
}
