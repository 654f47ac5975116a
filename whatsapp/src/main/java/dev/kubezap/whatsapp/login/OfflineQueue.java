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
  /**
   * Asks for the next part of the queue, once it is due.
   *
   * @param before what had come when the part before was asked for
   * @param looks how often it was looked at since
   */
  public record Pull(long before, int looks) {}

  /**
   * The marker did not come. The session goes on without it, unless more of the queue has come
   * meanwhile: a long one takes longer than any patience.
   *
   * @param before what had come when the patience began
   * @param patiences how many there were over this connection; counted, since a clock may be set
   */
  public record GaveUp(long before, int patiences) {}

  private static final String PULL_TIMER = "offline-pull";
  private static final String END_TIMER = "offline-end";

  /**
   * How often it is looked at whether a part has come: what the mailbox handles paces the queue.
   */
  private static final Duration PULL_PAUSE = Duration.ofMillis(25);

  /** A part that does not come whole is not waited for longer than this many pauses. */
  private static final int LOOKS = 10;

  /** Long enough for a slow server, short enough for a caller that waits to send. */
  private static final Duration END_PATIENCE = Duration.ofSeconds(30);

  /**
   * A queue that goes on coming holds sending no longer than this: a trickle could do so for ever.
   * The service keeps 30 days. 1,000 stanzas on each of them are 30,000, which take 25 minutes at
   * 20 a second, a hundredth of the measured pace. What comes still later is taken all the same.
   */
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private static final long PATIENCES = LONGEST.dividedBy(END_PATIENCE);

  private static final int BATCH = 200;

  private OfflineQueue() {}

  /** Waits for the marker, unless it came before the session was shown as connected. */
  static List<Effect> await(Turn turn) {
    return turn.connection().online() ? List.of() : List.of(patience(turn, 1));
  }

  /** The connection is over, and with it what was asked for and waited for over it. */
  public static List<Effect> over() {
    return List.of(new Effect.Cancel(PULL_TIMER), new Effect.Cancel(END_TIMER));
  }

  private static Effect patience(Turn turn, int number) {
    return new Effect.Schedule(END_TIMER, new GaveUp(turn.offlineStanzas(), number), END_PATIENCE);
  }

  /** {@code offline_preview}: says how much waits. */
  public static final class Preview implements Step<Node, List<Object>> {
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
      return count == 0 ? Outcome.nothing() : pull(turn);
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
      if (turn.connection().online()) {
        return Outcome.nothing();
      }
      Pull pull = work.input();
      boolean due = turn.offlineStanzas() - pull.before() >= BATCH || pull.looks() + 1 >= LOOKS;
      return due ? pull(turn) : look(new Pull(pull.before(), pull.looks() + 1)).build();
    }
  }

  /**
   * Goes on without the marker when nothing comes any more, or when it went on coming for too long;
   * then the rest is asked for at the pace of this patience, beside what is sent.
   */
  public static final class Waiting implements Step<GaveUp, List<Object>> {
    private final Ended<GaveUp> ended;

    /**
     * @param wake work that becomes possible then
     */
    public Waiting(List<Object> wake) {
      ended = new Ended<>(wake);
    }

    @Override
    public List<Object> gather(Work<GaveUp> work, StateReader state, Turn turn) {
      return List.of();
    }

    @Override
    public Outcome decide(Work<GaveUp> work, List<Object> nothing, Turn turn) {
      GaveUp gaveUp = work.input();
      boolean coming = turn.offlineStanzas() != gaveUp.before();
      Effect again = patience(turn, gaveUp.patiences() + 1);
      Outcome rest = Outcome.builder().effect(new Effect.Send(part())).effect(again).build();
      if (turn.connection().online()) {
        return coming ? rest : Outcome.nothing();
      }
      if (!coming) {
        return ended.decide(work, nothing, turn);
      }
      return gaveUp.patiences() < PATIENCES
          ? Outcome.builder().effect(again).build()
          : Outcome.builder().add(ended.decide(work, nothing, turn)).add(rest).build();
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
      Outcome.Builder outcome =
          Outcome.builder()
              .effects(over())
              .effect(
                  new Effect.Report(
                      new SessionChange.Linked(turn.connection().pastOfflineQueue())));
      wake.forEach(input -> outcome.effect(new Effect.Enqueue(input)));
      return outcome.build();
    }
  }

  private static Outcome pull(Turn turn) {
    return look(new Pull(turn.offlineStanzas(), 0)).effect(new Effect.Send(part())).build();
  }

  private static Node part() {
    return Node.of("ib", Node.of("offline_batch").with("count", BATCH));
  }

  private static Outcome.Builder look(Pull next) {
    return Outcome.builder().effect(new Effect.Schedule(PULL_TIMER, next, PULL_PAUSE));
  }
}
