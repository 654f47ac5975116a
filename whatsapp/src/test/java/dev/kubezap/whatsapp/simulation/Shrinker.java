package dev.kubezap.whatsapp.simulation;

import java.util.function.Function;

/** Finds a plan with as few faults as possible that still fails. */
final class Shrinker {
  private Shrinker() {}

  /** The result of the smaller plan; the given one when every fault is needed. */
  static Simulation.Result shrink(
      Simulation.Result failed, Function<Plan, Simulation.Result> runs) {
    Simulation.Result smallest = failed;
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      for (Fault fault : smallest.plan().faults()) {
        Simulation.Result fewer = runs.apply(smallest.plan().without(fault));
        if (fewer.failed()) {
          smallest = fewer;
          smaller = true;
          break;
        }
      }
    }
    return smallest;
  }
}
