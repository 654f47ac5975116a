package dev.kubezap.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Messages to and from a group of fifty accounts with three devices each: a phone that reads them
 * and two companions that are absent. Each round has a group of new members, so that its first
 * message has to find out their devices, begin a session with each and hand out the sender key.
 */
final class GroupCourse implements ByTurns.Course {
  private static final int OTHERS = 49;
  private static final int COMPANIONS = 2;
  private static final int AT_ONCE = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Arena arena;
  private final int messages;

  /**
   * @param messages of a round in each direction
   */
  GroupCourse(Arena arena, int messages) {
    this.arena = arena;
    this.messages = messages;
  }

  @Override
  public ByTurns.Entrant enter(Contender contender, String name) throws Exception {
    String number = arena.account("Owner");
    Contender.Place place = arena.place(name + "_group", contender);
    try (RunningSession session = RunningSession.start(contender, place, arena.http)) {
      arena.simulator.scan(number, session.awaitQr());
      session.awaitConnected();
    }
    RunningSession session = RunningSession.start(contender, place, arena.http);
    session.awaitConnected();
    return new Entrant(number, session);
  }

  private final class Entrant implements ByTurns.Entrant {
    private final String number;
    private final RunningSession session;

    Entrant(String number, RunningSession session) {
      this.number = number;
      this.session = session;
    }

    @Override
    public void round(int round, Measured measured) throws Exception {
      String[] others = new String[OTHERS];
      for (int i = 0; i < OTHERS; i++) {
        others[i] = arena.account("Member");
        for (int companion = 0; companion < COMPANIONS; companion++) {
          var _ = arena.simulator.linkAbsentCompanion(others[i]);
        }
      }
      String group = arena.simulator.groups().create(number, "Garden " + round, others);
      Spent begun = Spent.now(session);
      try (Caller caller = session.caller()) {
        session.send(caller, group, "Welcome.");
      }
      Spent.now(session).since(begun, "first text to a group of 50", measured);
      out(group, 1, messages / 2, measured);
      out(group, AT_ONCE, messages, measured);
      in(group, others[0], measured);
    }

    private void out(String group, int atOnce, int count, Measured measured) throws Exception {
      Spent begun = Spent.now(session);
      AtomicInteger next = new AtomicInteger();
      try (ExecutorService senders = Executors.newFixedThreadPool(atOnce)) {
        List<Future<?>> results = new ArrayList<>();
        for (int i = 0; i < atOnce; i++) {
          results.add(senders.submit(() -> sendAll(group, count, next)));
        }
        for (Future<?> result : results) {
          result.get();
        }
      }
      begun.tell(
          "text to a group of 50, " + atOnce + " at a time", "text", count, session, measured);
    }

    private int sendAll(String group, int count, AtomicInteger next) throws IOException {
      try (Caller caller = session.caller()) {
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
          session.send(caller, group, "The gate is open at " + i + ".");
        }
      }
      return count;
    }

    /** Of one member; the first message, which brings its sender key, is not measured. */
    private void in(String group, String member, Measured measured) throws Exception {
      arena.webhooks.reset();
      arena.simulator.sendToGroup(member, group, WebhookCounter.marked(0));
      arena.webhooks.await(1, PATIENCE);
      Spent begun = Spent.now(session);
      for (int i = 1; i <= messages; i++) {
        arena.simulator.sendToGroup(member, group, WebhookCounter.marked(i));
      }
      arena.webhooks.await(messages + 1, PATIENCE);
      begun.tell("text from a group of 50, to the webhook", "text", messages, session, measured);
    }

    @Override
    public void end(Measured measured) throws Exception {
      measured.put("peak RSS, group, MB", session.usage().mostResidentMegabytes());
    }

    @Override
    public void close() throws IOException {
      session.close();
    }
  }
}
