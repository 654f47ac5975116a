package dev.kubezap.operator.breaker;

import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.settings.BreakerLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts the sessions that WhatsApp refused lately, and says when connecting is to be held back for
 * all of them: whatever makes it refuse one after another, such as a client that it does not want
 * any more, must not reach the rest. A hold ends by itself, so that the sessions try; when they are
 * refused again, the next lasts twice as long. Forgotten when the operator ends: the sessions' own
 * reports tell the next one what happened lately.
 */
public final class Breaker {

  /** What was refused before is forgotten. */
  public static final Duration WINDOW = Duration.ofMinutes(10);

  private static final Duration FIRST_HOLD = Duration.ofMinutes(10);
  private static final Duration LONGEST_HOLD = Duration.ofMinutes(80);

  private final BreakerLimits limits;
  private final Set<SessionNames> linked = new HashSet<>();
  private final Map<SessionNames, Instant> refused = new HashMap<>();
  private Instant counted = Instant.MIN;
  private Optional<Hold> last = Optional.empty();

  /** Nobody was refused yet. */
  public Breaker(BreakerLimits limits) {
    this.limits = limits;
  }

  /**
   * Connecting is held back.
   *
   * @param from when it began
   * @param until when it ends
   * @param refused how many sessions had been refused
   * @param linked of how many
   */
  public record Hold(Instant from, Instant until, long refused, long linked) {

    /** Why, for people. */
    public String reason() {
      return "WhatsApp refused "
          + refused
          + " of "
          + linked
          + " sessions within "
          + WINDOW.toMinutes()
          + " minutes";
    }
  }

  /**
   * Looks at a session.
   *
   * @param isLinked whether it has an account
   * @param refusedAt when WhatsApp refused it last
   * @return a hold that begins with this refusal
   */
  public synchronized Optional<Hold> look(
      SessionNames session, boolean isLinked, Optional<Instant> refusedAt, Instant now) {
    refusedAt.ifPresentOrElse(at -> refused.put(session, at), () -> refused.remove(session));
    if (isLinked || refusedAt.isPresent()) {
      linked.add(session);
    } else {
      linked.remove(session);
    }
    if (refusedAt.isEmpty() || holding(now).isPresent()) {
      return Optional.empty();
    }
    long count = count(now);
    if (!limits.exceeded(count, linked.size())) {
      return Optional.empty();
    }
    var hold = new Hold(now, now.plus(duration(now)), count, linked.size());
    last = Optional.of(hold);
    // Each refusal counts for one hold.
    counted = now;
    return last;
  }

  /** The session is gone. */
  public synchronized void forget(SessionNames session) {
    linked.remove(session);
    refused.remove(session);
  }

  /** The hold that is in force. */
  public synchronized Optional<Hold> holding(Instant now) {
    return last.filter(hold -> now.isBefore(hold.until()));
  }

  /** How many sessions were refused within the window, and count. */
  public synchronized long count(Instant now) {
    Instant begin = now.minus(WINDOW);
    return refused.values().stream().filter(at -> at.isAfter(begin) && at.isAfter(counted)).count();
  }

  private Duration duration(Instant now) {
    return last.filter(hold -> now.isBefore(hold.until().plus(WINDOW)))
        .map(hold -> Duration.between(hold.from(), hold.until()).multipliedBy(2))
        .map(twice -> twice.compareTo(LONGEST_HOLD) > 0 ? LONGEST_HOLD : twice)
        .orElse(FIRST_HOLD);
  }
}
