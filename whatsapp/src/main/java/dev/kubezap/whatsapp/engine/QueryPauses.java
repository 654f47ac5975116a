package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds back queries of a kind that the server limits, whoever asks. The server refuses with 429 or
 * 503 and may say how long to wait (PROTOCOL-2026 7); when it does not, each refusal doubles the
 * pause. After a pause one query is let through, and the others follow when it is answered.
 *
 * <p>The kind of a query is its {@code xmlns}. Safe for use by several threads.
 */
final class QueryPauses {
  /** The pause after the first refusal that does not name one. */
  static final Duration FIRST = Duration.ofSeconds(10);

  /** The longest pause that grows by itself. */
  static final Duration LONGEST = Duration.ofMinutes(10);

  /** The longest pause that the server may demand. */
  static final Duration LONGEST_DEMANDED = Duration.ofHours(1);

  /** How long others wait for the one query that was let through. */
  private static final Duration WHILE_TRYING = Duration.ofSeconds(1);

  private static final int MAXIMUM_DOUBLINGS = 6;
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;

  private final Map<String, Pause> pauses = new HashMap<>();

  /**
   * @param refusals in a row, each after the pause of the one before
   * @param trying whether one query was let through and is not answered yet
   */
  private record Pause(int refusals, Instant until, boolean trying) {
    Duration left(Instant now) {
      return until.isAfter(now)
          ? Duration.between(now, until)
          : trying ? WHILE_TRYING : Duration.ZERO;
    }
  }

  /** Notes that queries leave now; answers how long they are held back instead, if they are. */
  synchronized Optional<Duration> begin(List<Node> queries, Instant now) {
    Duration longest = Duration.ZERO;
    for (Node query : queries) {
      Pause pause = pauses.get(kind(query));
      if (pause != null && pause.left(now).compareTo(longest) > 0) {
        longest = pause.left(now);
      }
    }
    if (longest.isPositive()) {
      return Optional.of(longest);
    }
    for (Node query : queries) {
      pauses.computeIfPresent(
          kind(query), (_, pause) -> new Pause(pause.refusals(), pause.until(), true));
    }
    return Optional.empty();
  }

  /** Notes the answers to queries that left; in refusals, how long others are held back now. */
  synchronized List<Reply> answered(List<Node> queries, List<Reply> replies, Instant now) {
    List<Reply> told = new ArrayList<>();
    for (int i = 0; i < replies.size(); i++) {
      told.add(answered(kind(queries.get(i)), replies.get(i), now));
    }
    return told;
  }

  private Reply answered(String kind, Reply reply, Instant now) {
    return switch (reply) {
      case Reply.Refused refused when isLimit(refused) -> {
        Pause pause = longer(pauses.get(kind), refused.retryAfter(), now);
        pauses.put(kind, pause);
        yield new Reply.Refused(refused.code(), refused.text(), pause.left(now));
      }
      case Reply.Missing _ -> {
        pauses.computeIfPresent(
            kind, (_, pause) -> new Pause(pause.refusals(), pause.until(), false));
        yield reply;
      }
      case Reply.Result _, Reply.Refused _ -> {
        Pause pause = pauses.get(kind);
        // An answer that was under way when another was refused says nothing of the time since.
        if (pause != null && !pause.until().isAfter(now)) {
          pauses.remove(kind);
        }
        yield reply;
      }
    };
  }

  private static boolean isLimit(Reply.Refused refused) {
    return refused.code() == TOO_MANY
        || refused.code() == UNAVAILABLE
        || refused.retryAfter().isPositive();
  }

  /** Refusals of queries that left together count once. */
  private static Pause longer(@Nullable Pause before, Duration demanded, Instant now) {
    Instant standing = before == null ? now : before.until();
    boolean together = standing.isAfter(now);
    int refusals = before == null ? 1 : before.refusals() + (together ? 0 : 1);
    Duration grown = FIRST.multipliedBy(1L << Math.min(refusals - 1, MAXIMUM_DOUBLINGS));
    Duration pause =
        demanded.isPositive() ? shorter(demanded, LONGEST_DEMANDED) : shorter(grown, LONGEST);
    Instant until = now.plus(pause);
    return new Pause(refusals, standing.isAfter(until) ? standing : until, false);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static String kind(Node query) {
    return query.attribute("xmlns").orElse("");
  }
}
