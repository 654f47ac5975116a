package dev.kubezap.operator.breaker;

import dev.kubezap.crd.v1alpha1.SessionReport;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;

/** Whether and when WhatsApp refused a session's log-in, as its pod tells. Pure. */
public final class Refusal {

  /**
   * Codes of refused log-ins that waiting does not help: logged out, banned, locked, client
   * refused. What a server in trouble answers is none.
   */
  private static final Set<String> CODES =
      Set.of("400", "401", "402", "403", "406", "409", "413", "414", "415", "418");

  private Refusal() {}

  /**
   * When the session was refused last; empty when its last connection ended otherwise, or it has
   * one again.
   */
  public static Optional<Instant> at(SessionReport report) {
    return Optional.ofNullable(report.lastDisconnect())
        // It was let in since.
        .filter(last -> !"Connected".equals(report.state()))
        .filter(last -> last.code() != null && CODES.contains(last.code()))
        .flatMap(last -> Optional.ofNullable(last.at()))
        .flatMap(Refusal::time);
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
