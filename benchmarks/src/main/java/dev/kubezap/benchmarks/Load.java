package dev.kubezap.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Messages in both directions through one session. */
final class Load {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration BACKLOG_PATIENCE = Duration.ofMinutes(3);
  private static final int IN_FLIGHT = 500;
  private static final int SAMPLES = 20;

  private final Arena arena;
  private final BenchmarkRun.Extent extent;

  Load(Arena arena, BenchmarkRun.Extent extent) {
    this.arena = arena;
    this.extent = extent;
  }

  void run(Contender contender, String name, Measured measured) throws Exception {
    String number = arena.account("Owner");
    String peer = arena.account("Peer");
    Contender.Place place = arena.place(name + "_load", contender);
    try (RunningSession session = RunningSession.start(contender, place, arena.http)) {
      arena.simulator.scan(number, session.awaitQr());
      session.awaitConnected();
    }
    try (RunningSession session = RunningSession.start(contender, place, arena.http)) {
      session.awaitConnected();
      idle(session, place, measured);
      measured.put("idle RSS, MB", session.usage().residentMegabytes());
      measured.put("idle PSS, MB", session.usage().proportionalMegabytes());
      out(session, place, peer, 1, Math.max(1, extent.messages() / 10), new Measured());
      // As PostgreSQL does by itself within a minute; until then it plans for empty tables.
      arena.postgres.analyze(place);
      rounds(measured, round -> out(session, place, peer, 1, extent.messages() / 4, round));
      // Long enough that the beginning and the end, at which fewer are under way, do not count.
      rounds(measured, round -> out(session, place, peer, 16, 3 * extent.messages(), round));
      rounds(measured, round -> turns(session, place, round));
      rounds(measured, round -> in(session, place, number, peer, round));
      rounds(
          measured, round -> inFlight(session, place, number, peer, 2 * extent.messages(), round));
      measured.put("RSS after load, MB", session.usage().residentMegabytes());
      TimeUnit.NANOSECONDS.sleep(extent.idle().toNanos() / 6);
      measured.put("RSS a while after load, MB", session.usage().residentMegabytes());
    }
    for (int messages : extent.backlogs()) {
      backlog(contender, place, number, peer, messages, measured);
    }
  }

  /** A load, measured once. */
  private interface Round {
    void run(Measured measured) throws Exception;
  }

  /**
   * The same load several times, of which the medians count: a machine that others share is not
   * equally fast all the time.
   */
  private void rounds(Measured measured, Round load) throws Exception {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    for (int i = 0; i < extent.rounds(); i++) {
      Measured round = new Measured();
      load.run(round);
      round
          .figures()
          .forEach(
              (measure, value) ->
                  values.computeIfAbsent(measure, _ -> new ArrayList<>()).add(value));
    }
    values.forEach((measure, all) -> measured.put(measure, new Series(all).median()));
  }

  /**
   * Many messages in and out, in samples: whether memory and the cost of a message stay what they
   * are.
   *
   * @param messages in both directions together
   */
  void runLong(Contender contender, String name, int messages, Measured measured) throws Exception {
    String number = arena.account("Owner");
    String peer = arena.account("Peer");
    Contender.Place place = arena.place(name + "_long", contender);
    try (RunningSession session = RunningSession.start(contender, place, arena.http)) {
      arena.simulator.scan(number, session.awaitQr());
      session.awaitConnected();
      // PostgreSQL looks at its tables when it comes to it: no cost may depend on that.
      out(session, place, peer, 1, 100, new Measured());
      int each = Math.max(1, messages / (2 * SAMPLES));
      for (int sample = 1; sample <= SAMPLES; sample++) {
        Measured cost = new Measured();
        inFlight(session, place, number, peer, each, cost);
        out(session, place, peer, 16, each, cost);
        String after = "after " + 2 * each * sample + " messages, ";
        Measured point = new Measured();
        point.put("RSS, MB", session.usage().residentMegabytes());
        cost.figures()
            .forEach(
                (measure, value) -> {
                  boolean theirs = measure.contains("CPU ms each") && !measure.contains("callers");
                  if (theirs || measure.contains("per s")) {
                    point.put(measure, value);
                  }
                });
        point.figures().forEach((measure, value) -> measured.put(after + measure, value));
        // Half an hour is long to wait for a table.
        System.err.println(after + point.figures());
      }
    }
  }

  private void out(
      RunningSession session,
      Contender.Place place,
      String peer,
      int atOnce,
      int count,
      Measured measured)
      throws Exception {
    Usage before = Usage.now(arena, place, session);
    long begun = System.nanoTime();
    List<Double> latencies = new ArrayList<>();
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService senders = Executors.newFixedThreadPool(atOnce)) {
      List<Future<List<Double>>> results = new ArrayList<>();
      for (int i = 0; i < atOnce; i++) {
        Callable<List<Double>> sender = () -> sendAll(session, peer, count, next);
        results.add(senders.submit(sender));
      }
      for (Future<List<Double>> result : results) {
        latencies.addAll(result.get());
      }
    } catch (ExecutionException e) {
      throw new IOException("sending failed", e);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    Series series = new Series(latencies);
    String what = "text out, " + atOnce + " at a time";
    measured.put(what + ", per s", count / seconds);
    measured.put(what + ", p50 ms", series.median());
    measured.put(what + ", p99 ms", series.quantile(0.99));
    Usage.now(arena, place, session).since(before, count, what, measured);
  }

  private static List<Double> sendAll(
      RunningSession session, String peer, int count, AtomicInteger next)
      throws IOException, InterruptedException {
    List<Double> latencies = new ArrayList<>();
    try (Caller caller = session.caller()) {
      int number;
      while ((number = next.getAndIncrement()) < count) {
        long begun = System.nanoTime();
        session.send(caller, "+" + peer, "Your order " + number + " is on its way.");
        latencies.add((System.nanoTime() - begun) / 1e6);
      }
    }
    return latencies;
  }

  private void idle(RunningSession session, Contender.Place place, Measured measured)
      throws Exception {
    Usage before = Usage.now(arena, place, session);
    TimeUnit.NANOSECONDS.sleep(extent.idle().toNanos());
    Usage after = Usage.now(arena, place, session);
    if (extent.idle().isPositive()) {
      after.idle(before, extent.idle().toNanos() / 6e10, measured);
    }
  }

  /** Each message is the answer to the one before, so each turns the ratchet. */
  private void turns(RunningSession session, Contender.Place place, Measured measured)
      throws Exception {
    String what = "text out and in by turns";
    String echoing = arena.account("Echo", true);
    int turns = Math.max(1, extent.messages() / 5);
    arena.webhooks.reset();
    Usage before = Usage.now(arena, place, session);
    long begun = System.nanoTime();
    try (Caller caller = session.caller()) {
      for (int i = 0; i < turns; i++) {
        session.send(caller, "+" + echoing, WebhookCounter.marked(i));
        arena.webhooks.await(i + 1, PATIENCE);
      }
    }
    measured.put(what + ", per s", 2 * turns / ((System.nanoTime() - begun) / 1e9));
    Usage.now(arena, place, session).since(before, 2 * turns, what, measured);
  }

  /** Until the last message has been posted to the webhook. */
  private void in(
      RunningSession session, Contender.Place place, String number, String peer, Measured measured)
      throws Exception {
    String what = "text in, to the webhook";
    arena.webhooks.reset();
    Usage before = Usage.now(arena, place, session);
    long begun = System.nanoTime();
    for (int i = 0; i < extent.messages(); i++) {
      arena.simulator.send(peer, number, WebhookCounter.marked(i), true);
    }
    arena.webhooks.await(extent.messages(), PATIENCE);
    double seconds = (System.nanoTime() - begun) / 1e9;
    measured.put(what + ", per s", extent.messages() / seconds);
    Usage.now(arena, place, session).since(before, extent.messages(), what, measured);
  }

  /** Until the server has the acknowledgement of the last message. */
  private void inFlight(
      RunningSession session,
      Contender.Place place,
      String number,
      String peer,
      int count,
      Measured measured)
      throws Exception {
    String what = "text in, " + IN_FLIGHT + " in flight, acknowledged";
    Usage before = Usage.now(arena, place, session);
    long begun = System.nanoTime();
    for (int i = 0; i < count; i++) {
      if (i % 50 == 0) {
        arena.awaitWaiting(number, IN_FLIGHT - 50, PATIENCE);
      }
      arena.simulator.send(peer, number, WebhookCounter.marked(i), true);
    }
    arena.awaitWaiting(number, 0, PATIENCE);
    measured.put(what + ", per s", count / ((System.nanoTime() - begun) / 1e9));
    Usage.now(arena, place, session).since(before, count, what, measured);
  }

  /** From the log-in until the server has the acknowledgement of the last message. */
  private void backlog(
      Contender contender,
      Contender.Place place,
      String number,
      String peer,
      int messages,
      Measured measured)
      throws Exception {
    for (int i = 0; i < messages; i++) {
      arena.simulator.send(peer, number, WebhookCounter.marked(i), true);
    }
    String what = "offline backlog of " + messages;
    try (RunningSession session = RunningSession.start(contender, place, arena.http)) {
      session.awaitConnected();
      long begun = System.nanoTime();
      int left = arena.waiting(number);
      if (arena.awaitTaken(number, BACKLOG_PATIENCE)) {
        System.err.println(contender.name() + ", " + what + ": it was sent the rest at once");
      }
      measured.put(what + ", per s", left / ((System.nanoTime() - begun) / 1e9));
      measured.put(what + ", RSS after, MB", session.usage().residentMegabytes());
    }
  }
}
