package dev.kubezap.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The course that every contender runs. */
final class Course {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Arena arena;
  private final Extent extent;

  /**
   * How much is measured.
   *
   * @param starts starts of each kind, of which the median counts
   * @param messages messages of each kind
   * @param idle how long a session is left alone before its memory is read
   * @param fleet sessions that run at once when the cost of one more is measured
   */
  record Extent(int starts, int messages, Duration idle, int fleet) {}

  /** What can be measured by itself. */
  enum Part {
    START,
    FLEET,
    LOAD
  }

  Course(Arena arena, Extent extent) {
    this.arena = arena;
    this.extent = extent;
  }

  Measured run(Contender contender, String name, Set<Part> parts) throws Exception {
    Measured measured = new Measured();
    if (parts.contains(Part.START)) {
      starts(contender, name, measured);
    }
    if (parts.contains(Part.FLEET)) {
      fleet(contender, name, measured);
    }
    if (parts.contains(Part.LOAD)) {
      load(contender, name, measured);
    }
    return measured;
  }

  private void starts(Contender contender, String name, Measured measured)
      throws IOException, InterruptedException, SQLException {
    List<Double> toQr = new ArrayList<>();
    List<Double> toQrProcessor = new ArrayList<>();
    List<Double> toConnected = new ArrayList<>();
    List<Double> toConnectedProcessor = new ArrayList<>();
    for (int i = 0; i < extent.starts(); i++) {
      String number = arena.account("Start");
      Contender.Place place = arena.place(name + "_start" + i, contender);
      try (RunningSession session = RunningSession.start(contender, place, arena.http)) {
        String qr = session.awaitQr();
        toQr.add(session.age());
        toQrProcessor.add((double) session.usage().cpuMilliseconds());
        arena.simulator.scan(number, qr);
        session.awaitConnected();
      }
      try (RunningSession session = RunningSession.start(contender, place, arena.http)) {
        session.awaitConnected();
        toConnected.add(session.age());
        toConnectedProcessor.add((double) session.usage().cpuMilliseconds());
      }
    }
    measured.put("start → QR, ms", new Series(toQr).median());
    measured.put("start → QR, CPU ms", new Series(toQrProcessor).median());
    measured.put("start with credentials → connected, ms", new Series(toConnected).median());
    measured.put(
        "start with credentials → connected, CPU ms", new Series(toConnectedProcessor).median());
  }

  /** What one of many sessions costs: what they share is divided among them. */
  private void fleet(Contender contender, String name, Measured measured)
      throws IOException, InterruptedException, SQLException {
    List<Contender.Place> places = new ArrayList<>();
    for (int i = 0; i < extent.fleet(); i++) {
      String number = arena.account("Fleet");
      Contender.Place place = arena.place(name + "_fleet" + i, contender);
      try (RunningSession session = RunningSession.start(contender, place, arena.http)) {
        arena.simulator.scan(number, session.awaitQr());
        session.awaitConnected();
      }
      places.add(place);
    }
    List<RunningSession> sessions = new ArrayList<>();
    try {
      for (Contender.Place place : places) {
        RunningSession session = RunningSession.start(contender, place, arena.http);
        sessions.add(session);
        session.awaitConnected();
      }
      TimeUnit.NANOSECONDS.sleep(extent.idle().toNanos());
      double all = 0;
      for (RunningSession session : sessions) {
        all += session.usage().proportionalMegabytes();
      }
      measured.put("idle PSS, one of " + sessions.size() + ", MB", all / sessions.size());
    } finally {
      for (RunningSession session : sessions) {
        session.close();
      }
    }
  }

  private void load(Contender contender, String name, Measured measured) throws Exception {
    String number = arena.account("Owner");
    String peer = arena.account("Peer");
    Contender.Place place = arena.place(name + "_load", contender);
    try (RunningSession session = RunningSession.start(contender, place, arena.http)) {
      arena.simulator.scan(number, session.awaitQr());
      session.awaitConnected();
    }
    try (RunningSession session = RunningSession.start(contender, place, arena.http)) {
      session.awaitConnected();
      TimeUnit.NANOSECONDS.sleep(extent.idle().toNanos());
      measured.put("idle RSS, MB", session.usage().residentMegabytes());
      measured.put("idle PSS, MB", session.usage().proportionalMegabytes());
      out(session, peer, 1, Math.max(1, extent.messages() / 10), measured, false);
      out(session, peer, 1, extent.messages() / 2, measured, true);
      out(session, peer, 16, extent.messages(), measured, true);
      in(session, number, peer, measured);
      measured.put("RSS after load, MB", session.usage().residentMegabytes());
    }
  }

  private void out(
      RunningSession session, String peer, int atOnce, int count, Measured measured, boolean counts)
      throws Exception {
    ProcessUsage before = session.usage();
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
    if (counts) {
      Series series = new Series(latencies);
      String what = "text out, " + atOnce + " at a time";
      measured.put(what + ", per s", count / seconds);
      measured.put(what + ", p50 ms", series.median());
      measured.put(what + ", p99 ms", series.quantile(0.99));
      measured.put(
          what + ", CPU ms each",
          (session.usage().cpuMilliseconds() - before.cpuMilliseconds()) / (double) count);
    }
  }

  private static List<Double> sendAll(
      RunningSession session, String peer, int count, AtomicInteger next)
      throws IOException, InterruptedException {
    List<Double> latencies = new ArrayList<>();
    int number;
    while ((number = next.getAndIncrement()) < count) {
      long begun = System.nanoTime();
      session.send("+" + peer, "Your order " + number + " is on its way.");
      latencies.add((System.nanoTime() - begun) / 1e6);
    }
    return latencies;
  }

  private void in(RunningSession session, String number, String peer, Measured measured)
      throws Exception {
    arena.webhooks.reset();
    ProcessUsage before = session.usage();
    long begun = System.nanoTime();
    for (int i = 0; i < extent.messages(); i++) {
      arena.simulator.send(peer, number, WebhookCounter.marked(i), true);
    }
    arena.webhooks.await(extent.messages(), PATIENCE);
    double seconds = (System.nanoTime() - begun) / 1e9;
    measured.put("text in, to the webhook, per s", extent.messages() / seconds);
    measured.put(
        "text in, CPU ms each",
        (session.usage().cpuMilliseconds() - before.cpuMilliseconds())
            / (double) extent.messages());
  }
}
