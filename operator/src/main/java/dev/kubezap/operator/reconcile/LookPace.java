package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.observed.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * How soon a session is looked at again that is not as it should be: soon at first, ever more
 * rarely while nothing changes. A person who has to act takes hours, and thousands of sessions may
 * wait for the same one. Thread-safe.
 */
final class LookPace {

  /** The first pause. */
  static final Duration FIRST = Duration.ofSeconds(5);

  /** The longest one for what passes by itself. */
  static final Duration LONGEST_FOR_TIME = Duration.ofSeconds(30);

  /** The longest one for what somebody has to do. */
  static final Duration LONGEST_FOR_PEOPLE = Duration.ofMinutes(5);

  /** So that those who began at once do not go on at once. */
  private static final double JITTER = 0.25;

  private static final int MOST_DOUBLINGS = 10;

  private final DoubleSupplier random;
  private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

  /**
   * Nobody waits.
   *
   * @param random from 0 to 1
   */
  LookPace(DoubleSupplier random) {
    this.random = random;
  }

  /**
   * What a session waits for, and how often it was looked at since.
   *
   * @param generation of the resource, of which another one is another matter
   */
  private record Waiting(
      Long generation, Map<String, String> annotations, List<Problem> problems, int looks) {

    boolean like(Waiting other) {
      return Objects.equals(generation, other.generation)
          && annotations.equals(other.annotations)
          && problems.equals(other.problems);
    }
  }

  /**
   * The pause before the next look.
   *
   * @param problems what keeps it from being as it should; empty for something small that is not
   *     yet done
   */
  Duration next(WhatsAppSession session, List<Problem> problems) {
    var metadata = session.getMetadata();
    var now =
        new Waiting(
            Objects.requireNonNullElse(metadata.getGeneration(), 0L),
            Map.copyOf(Objects.requireNonNullElse(metadata.getAnnotations(), Map.of())),
            List.copyOf(problems),
            0);
    Waiting noted =
        Objects.requireNonNull(
            waiting.merge(
                metadata.getUid(),
                now,
                (before, fresh) ->
                    before.like(fresh)
                        ? new Waiting(
                            fresh.generation(),
                            fresh.annotations(),
                            fresh.problems(),
                            Math.min(before.looks() + 1, MOST_DOUBLINGS))
                        : fresh));
    Duration longest =
        problems.stream().anyMatch(Problem::passing) || problems.isEmpty()
            ? LONGEST_FOR_TIME
            : LONGEST_FOR_PEOPLE;
    Duration pause = FIRST.multipliedBy(1L << noted.looks());
    Duration bounded = pause.compareTo(longest) > 0 ? longest : pause;
    double factor = 1 - JITTER + 2 * JITTER * random.getAsDouble();
    return Duration.ofMillis(Math.round(bounded.toMillis() * factor));
  }

  /** The session is as it should be, or gone. */
  void forget(WhatsAppSession session) {
    waiting.remove(session.getMetadata().getUid());
  }
}
