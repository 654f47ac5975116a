package dev.kubezap.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Messages to a group of fifty accounts with three devices each. The first hands out the sender
 * key; what follows is encrypted once, and the group's devices are looked at before each.
 */
final class GroupLoad {
  private static final int OTHERS = 49;
  private static final int COMPANIONS = 2;

  private final Arena arena;
  private final BenchmarkRun.Extent extent;

  GroupLoad(Arena arena, BenchmarkRun.Extent extent) {
    this.arena = arena;
    this.extent = extent;
  }

  void run(Contender contender, String name, Measured measured) throws Exception {
    String number = arena.account("Owner");
    String[] others = new String[OTHERS];
    for (int i = 0; i < OTHERS; i++) {
      others[i] = arena.account("Member");
      for (int companion = 0; companion < COMPANIONS; companion++) {
        var _ = arena.simulator.linkAbsentCompanion(others[i]);
      }
    }
    Contender.Place place = arena.place(name + "_group", contender);
    try (RunningSession session = RunningSession.start(contender, place, arena.http)) {
      arena.simulator.scan(number, session.awaitQr());
      session.awaitConnected();
      String group = arena.simulator.groups().create(number, "Garden", others);
      try (Caller caller = session.caller()) {
        long begun = System.nanoTime();
        session.send(caller, group, "Welcome.");
        measured.put("first text to a group of 50, ms", (System.nanoTime() - begun) / 1e6);
        int count = Math.max(1, extent.messages() / 10);
        List<Double> rates = new ArrayList<>();
        List<Double> costs = new ArrayList<>();
        for (int round = 0; round < extent.rounds(); round++) {
          double before = session.usage().cpuMilliseconds();
          begun = System.nanoTime();
          for (int i = 0; i < count; i++) {
            session.send(caller, group, "The gate is open at " + i + ".");
          }
          rates.add(count / ((System.nanoTime() - begun) / 1e9));
          costs.add((session.usage().cpuMilliseconds() - before) / count);
        }
        measured.put("text to a group of 50, 1 at a time, per s", new Series(rates).median());
        measured.put("text to a group of 50, CPU ms each", new Series(costs).median());
      }
    }
  }
}
