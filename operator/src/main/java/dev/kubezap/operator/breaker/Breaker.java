package dev.kubezap.operator.breaker;

import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.settings.BreakerLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts the sessions that WhatsApp refused lately, and says when connecting is to be held back for
 * all of them: whatever makes it refuse one after another, such as a client that it does not want
 * any more, must not reach the rest. When a hold has lasted its time a few that wait try; all
 * others follow when these are connected. When one of them is refused, or many are soon after, the
 * next hold lasts twice as long. Of an operator before this one the databases know the hold, and
 * the sessions' own reports what happened lately.
 */
public final class Breaker {

  /** What was refused before is forgotten. */
  public static final Duration WINDOW = Duration.ofMinutes(10);

  private static final Duration FIRST_HOLD = Duration.ofMinutes(10);
  private static final Duration LONGEST_HOLD = Duration.ofMinutes(80);

  private final BreakerLimits limits;
  private final Map<SessionNames, Sight> seen = new HashMap<>();
  private Instant counted = Instant.MIN;
  private State state = new Closed(Optional.empty());

  /** How it stands. */
  private sealed interface State {}

  /** All may connect; a hold before it may have ended. */
  private record Closed(Optional<Ended> before) implements State {}

  private record Ended(Hold hold, Instant at) {}

  private record Open(Hold hold) implements State {}

  private record HalfOpen(Hold hold, Probing probing) implements State {}

  /** Nobody was refused yet. */
  public Breaker(BreakerLimits limits) {
    this.limits = limits;
  }

  /**
   * Looks at a session.
   *
   * @return a hold that begins with this refusal
   */
  public synchronized Optional<Hold> look(SessionNames session, Sight sight, Instant now) {
    if (sight.counts()) {
      seen.put(session, sight);
    } else {
      seen.remove(session);
    }
    advance(now);
    return switch (state) {
      case Open _ -> Optional.empty();
      case Closed closed when sight.refusedAt().isPresent() -> count(closed, now);
      case Closed _ -> Optional.empty();
      case HalfOpen(Hold hold, Probing probing) when probing.isRefused(session, sight) ->
          Optional.of(
              begin(
                  "WhatsApp refused a session that tried first after a hold",
                  twice(hold.length()),
                  now));
      case HalfOpen(Hold hold, Probing probing) when sight.connected() -> {
        Probing next = probing.connected(session);
        state = next.succeeded() ? closed(hold, now) : new HalfOpen(hold, next);
        yield Optional.empty();
      }
      case HalfOpen _ -> Optional.empty();
    };
  }

  private Optional<Hold> count(Closed closed, Instant now) {
    long refused = count(now);
    if (!limits.exceeded(refused, seen.size())) {
      return Optional.empty();
    }
    Duration length =
        closed
            .before()
            .filter(ended -> now.isBefore(ended.at().plus(WINDOW)))
            .map(ended -> twice(ended.hold().length()))
            .orElse(FIRST_HOLD);
    return Optional.of(
        begin(
            "WhatsApp refused %d of %d sessions within %d minutes"
                .formatted(refused, seen.size(), WINDOW.toMinutes()),
            length,
            now));
  }

  private Hold begin(String reason, Duration length, Instant now) {
    var hold = new Hold(now, now.plus(length), reason);
    state = new Open(hold);
    // Each refusal counts for one hold.
    counted = now;
    return hold;
  }

  private static Duration twice(Duration length) {
    Duration twice = length.multipliedBy(2);
    return twice.compareTo(LONGEST_HOLD) > 0 ? LONGEST_HOLD : twice;
  }

  private static State closed(Hold hold, Instant now) {
    return new Closed(Optional.of(new Ended(hold, now)));
  }

  /** What time alone does. */
  private void advance(Instant now) {
    switch (state) {
      case Open(Hold hold) when !now.isBefore(hold.until()) -> probe(hold, Set.of(), now);
      case HalfOpen(Hold hold, Probing probing) when !now.isBefore(probing.until()) -> {
        if (probing.connected().isEmpty()) {
          // What keeps these from connecting may be their own affair.
          probe(hold, probing.tried(), now);
        } else {
          state = closed(hold, now);
        }
      }
      case Open _, HalfOpen _, Closed _ -> {}
    }
  }

  private void probe(Hold hold, Set<SessionNames> tried, Instant now) {
    state =
        Probing.begin(seen, tried, now)
            .<State>map(next -> new HalfOpen(hold, next))
            .orElseGet(() -> closed(hold, now));
  }

  /**
   * Goes on with a hold that another operator began.
   *
   * @param row what a database says
   */
  public synchronized void adopt(Hold.Row row, Instant now) {
    if (state instanceof Closed(Optional<Ended> before) && before.isEmpty()) {
      Instant until = row.until().minus(Hold.GRACE);
      state = new Open(new Hold(until.minus(FIRST_HOLD), until, row.reason()));
      counted = now;
    }
  }

  /** A person ended the hold. */
  public synchronized void release(Instant now) {
    switch (state) {
      case Open(Hold hold) -> state = closed(hold, now);
      case HalfOpen(Hold hold, Probing _) -> state = closed(hold, now);
      case Closed _ -> {}
    }
  }

  /** The session is gone. */
  public synchronized void forget(SessionNames session) {
    seen.remove(session);
    if (state instanceof HalfOpen(Hold hold, Probing probing)) {
      state = new HalfOpen(hold, probing.without(session));
    }
  }

  /** What the databases are to say now; empty when all may connect. */
  public synchronized Optional<Hold.Row> row(Instant now) {
    advance(now);
    return switch (state) {
      case Closed _ -> Optional.empty();
      case Open(Hold hold) -> Optional.of(hold.row(hold.until(), Set.of()));
      case HalfOpen(Hold hold, Probing probing) ->
          Optional.of(hold.row(probing.until(), probing.asked().keySet()));
    };
  }

  /** How many sessions were refused within the window, and count. */
  public synchronized long count(Instant now) {
    Instant begin = now.minus(WINDOW);
    return seen.values().stream()
        .flatMap(sight -> sight.refusedAt().stream())
        .filter(at -> at.isAfter(begin) && at.isAfter(counted))
        .count();
  }
}
