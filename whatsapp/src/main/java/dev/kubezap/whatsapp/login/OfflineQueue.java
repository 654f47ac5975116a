package dev.kubezap.whatsapp.login;

import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.List;

/**
 * What waited at the server while this device was away: announced, pulled in batches, ended by a
 * marker (PROTOCOL-2026 8). Sending begins after the marker, so that answers do not overtake what
 * they answer.
 */
public final class OfflineQueue {
  /** Asks for the next part of the queue. */
  public record Pull() {}

  /** The marker did not come; the session goes on without it. */
  public record GaveUp() {}

  private static final String PULL_TIMER = "offline-pull";
  private static final String END_TIMER = "offline-end";
  private static final Duration PULL_PAUSE = Duration.ofMillis(250);

  /** Long enough for a slow server, short enough for a caller that waits to send. */
  private static final Duration END_PATIENCE = Duration.ofSeconds(30);

  private static final int BATCH = 200;

  private OfflineQueue() {}

  /** Waits for the marker, unless it came before the session was shown as connected. */
  static List<Effect> await(boolean ended) {
    return ended ? List.of() : List.of(new Effect.Schedule(END_TIMER, new GaveUp(), END_PATIENCE));
  }

  /** {@code offline_preview}: says how much waits. */
  public static final class Announced implements Step<Node, List<Object>> {
    @Override
    public List<Object> gather(Work<Node> work, StateReader state, Turn turn) {
      return List.of();
    }

    @Override
    public Outcome decide(Work<Node> work, List<Object> nothing, Turn turn) {
      long count =
          work.input().child("offline_preview").stream()
              .flatMapToLong(preview -> preview.number("count").stream())
              .findFirst()
              .orElse(0);
      return count == 0 ? Outcome.nothing() : pull();
    }
  }

  /** Pulls until the marker comes; behind what came before, so that the mailbox sets the pace. */
  public static final class Pulling implements Step<Pull, List<Object>> {
    @Override
    public List<Object> gather(Work<Pull> work, StateReader state, Turn turn) {
      return List.of();
    }

    @Override
    public Outcome decide(Work<Pull> work, List<Object> nothing, Turn turn) {
      return turn.connection().online() ? Outcome.nothing() : pull();
    }
  }

  /** {@code offline}: nothing waits any more. */
  public static final class Ended<I> implements Step<I, List<Object>> {
    private final List<Object> wake;

    /**
     * @param wake work that becomes possible now
     */
    public Ended(List<Object> wake) {
      this.wake = List.copyOf(wake);
    }

    @Override
    public List<Object> gather(Work<I> work, StateReader state, Turn turn) {
      return List.of();
    }

    @Override
    public Outcome decide(Work<I> work, List<Object> nothing, Turn turn) {
      Turn.Link link = turn.connection();
      Outcome.Builder outcome =
          Outcome.builder()
              .effect(new Effect.Cancel(PULL_TIMER))
              .effect(new Effect.Cancel(END_TIMER))
              .effect(
                  new Effect.Report(
                      new SessionChange.Linked(
                          new Turn.Link(true, link.available(), link.lidAddressing()))));
      wake.forEach(input -> outcome.effect(new Effect.Enqueue(input)));
      return outcome.build();
    }
  }

  private static Outcome pull() {
    Node batch = Node.of("ib", Node.of("offline_batch").with("count", BATCH));
    return Outcome.builder()
        .effect(new Effect.Send(batch))
        .effect(new Effect.Schedule(PULL_TIMER, new Pull(), PULL_PAUSE))
        .build();
  }
}
