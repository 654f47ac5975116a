package dev.kubezap.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** All measurements of one contender, in the order in which every contender goes through them. */
final class BenchmarkRun {
  private final Arena arena;
  private final Extent extent;

  /**
   * How much is measured.
   *
   * @param starts starts of each kind, of which the median counts
   * @param messages messages of each kind in a round
   * @param rounds how often each kind is measured, of which the median counts
   * @param backlogs how many messages wait at the server when a session starts, one after another
   * @param idle how long a session is left alone before its memory is read
   * @param fleet sessions that run at once when the cost of one more is measured
   */
  record Extent(
      int starts, int messages, int rounds, List<Integer> backlogs, Duration idle, int fleet) {
    /** Copies what it is given. */
    Extent {
      backlogs = List.copyOf(backlogs);
    }
  }

  BenchmarkRun(Arena arena, Extent extent) {
    this.arena = arena;
    this.extent = extent;
  }

  Measured run(Contender contender, String name, Options options) throws Exception {
    Measured measured = new Measured();
    Set<Options.Part> parts = options.parts();
    if (parts.contains(Options.Part.START)) {
      starts(contender, name, measured);
    }
    if (parts.contains(Options.Part.FLEET)) {
      fleet(contender, name, measured);
    }
    if (parts.contains(Options.Part.LOAD)) {
      new Load(arena, extent).run(contender, name, measured);
    }
    if (parts.contains(Options.Part.LONG)) {
      new Load(arena, extent).runLong(contender, name, options.messages(), measured);
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
}
