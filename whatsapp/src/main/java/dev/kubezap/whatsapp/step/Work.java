package dev.kubezap.whatsapp.step;

import java.time.Duration;
import java.util.List;

/**
 * An input, with the server's answers to what its step asked before.
 *
 * @param input what it began with
 * @param replies the answers to the queries of the last {@link Ask}, in their order; empty when
 *     nothing was asked yet
 * @param asked how often its step has asked; a step bounds it
 */
public record Work<I>(I input, List<Reply> replies, int asked) {

  public Work {
    replies = List.copyOf(replies);
  }

  /** Work that has not asked anything. */
  public static <I> Work<I> of(I input) {
    return new Work<>(input, List.of(), 0);
  }

  /** The pause before asking again: at least this long, and as long as the answers demand. */
  public Duration retryAfter(Duration atLeast) {
    return replies.stream()
        .filter(Reply.Refused.class::isInstance)
        .map(reply -> ((Reply.Refused) reply).retryAfter())
        .reduce(atLeast, (one, other) -> one.compareTo(other) < 0 ? other : one);
  }

  /** The same work with answers. */
  public Work<I> answered(List<Reply> answers) {
    return new Work<>(input, answers, asked + 1);
  }
}
