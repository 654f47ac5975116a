package dev.kubezap.pod.api;

import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.model.SendPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The fields that say when a message may be sent, and what its chat is shown before. */
final class SendTimes {
  private static final Duration LONGEST = Duration.ofDays(365);

  /** Phones take it back after some 25 s. */
  private static final Duration LONGEST_TYPING = Duration.ofSeconds(25);

  private SendTimes() {}

  /**
   * Reads {@code sendAt} or {@code delay}, {@code expiresIn} and {@code typing}.
   *
   * @param now from when durations count
   */
  static SendPlan read(Fields fields, Instant now) {
    Optional<Instant> sendAt = fields.time("sendAt");
    Optional<Duration> delay = fields.duration("delay", LONGEST);
    Optional<Duration> expiresIn = fields.duration("expiresIn", LONGEST);
    Optional<Duration> typing = fields.duration("typing", LONGEST_TYPING);
    if (sendAt.isPresent() && fields.has("delay")) {
      fields.wrong("delay", "cannot be given together with sendAt");
    }
    if (sendAt.filter(at -> at.isAfter(now.plus(LONGEST))).isPresent()) {
      fields.wrong("sendAt", "must not be more than 365 days from now");
    }
    Optional<Instant> notBefore = sendAt.or(() -> delay.map(now::plus));
    Optional<Instant> notAfter = expiresIn.map(now::plus);
    if (notAfter.isPresent() && !notAfter.get().isAfter(notBefore.orElse(now))) {
      fields.wrong("expiresIn", "must end after the message may be sent");
    }
    return new SendPlan(
        notBefore.filter(at -> at.isAfter(now)), notAfter, typing.orElse(Duration.ZERO));
  }
}
