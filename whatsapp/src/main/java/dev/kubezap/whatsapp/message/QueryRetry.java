package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.message.PrepareSend.Prepare;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Work;
import java.time.Duration;

/**
 * How long an answer about a recipient's devices and keys is waited for, and when it is asked for
 * again. The chat's next messages wait with the one that asks, so a query that got lost is not
 * waited for longer than needed.
 *
 * <p>The service answers within a second. One that sends nothing for 10 s after a ping is taken for
 * dead, so one that lives needs no longer; should it all the same, each try has twice the patience
 * of the one before. To ask twice changes nothing and costs at most another prekey.
 */
final class QueryRetry {
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int DOUBLINGS = 3;

  /** The patience was the pause. */
  private static final Duration AFTER_SILENCE = Duration.ofSeconds(1);

  /** The first pause after a refusal; each further refusal in a row doubles it. */
  private static final Duration AFTER_REFUSAL = Duration.ofSeconds(10);

  private static final Duration LONGEST_AFTER_REFUSAL = Duration.ofMinutes(10);
  private static final int REFUSAL_DOUBLINGS = 6;

  private QueryRetry() {}

  /** How long each query of this try may take. */
  static Duration patience(Prepare input) {
    Duration longer = FIRST.multipliedBy(1L << Math.min(input.unanswered(), DOUBLINGS));
    return longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
  }

  /** The next try, after one in which not every query was answered by a result. */
  static Effect again(Work<Prepare> work) {
    Prepare input = work.input();
    boolean refused = work.replies().stream().anyMatch(Reply.Refused.class::isInstance);
    return new Effect.Schedule(
        "prepare-" + input.messageId(),
        refused
            ? new Prepare(
                input.messageId(), input.unanswered(), input.refused() + 1, input.keyless())
            : new Prepare(
                input.messageId(), input.unanswered() + 1, input.refused(), input.keyless()),
        work.retryAfter(refused ? afterRefusal(input.refused()) : AFTER_SILENCE));
  }

  private static Duration afterRefusal(int before) {
    Duration grown = AFTER_REFUSAL.multipliedBy(1L << Math.min(before, REFUSAL_DOUBLINGS));
    return grown.compareTo(LONGEST_AFTER_REFUSAL) < 0 ? grown : LONGEST_AFTER_REFUSAL;
  }
}
