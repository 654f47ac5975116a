package dev.kubezap.whatsapp.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * All that decides a run: the seed makes traffic, delays and keys, the faults happen at their
 * points.
 */
record Plan(long seed, List<Fault> faults) {
  private static final int MOST_FAULTS = 8;
  private static final int COMMITS = 70;
  private static final int STANZAS = 130;

  Plan {
    faults = faults.stream().sorted().toList();
  }

  /** The plan that belongs to a seed. */
  static Plan of(long seed) {
    Random random = new Random(seed * 31 + 17);
    List<Fault> faults = new ArrayList<>();
    Fault.Kind[] kinds = Fault.Kind.values();
    int count = random.nextInt(MOST_FAULTS + 1);
    for (int i = 0; i < count; i++) {
      Fault.Kind kind = kinds[random.nextInt(kinds.length)];
      int points = kind.place == Fault.Place.COMMIT ? COMMITS : STANZAS;
      faults.add(new Fault(kind, 1 + random.nextInt(points), random.nextInt(1000)));
    }
    return new Plan(seed, faults);
  }

  /** Of a text such as {@code in-dropped@12:500,away@3:10}; empty for no faults. */
  static Plan parse(long seed, String faults) {
    return new Plan(
        seed,
        Arrays.stream(faults.split(",", -1))
            .filter(text -> !text.isBlank())
            .map(Fault::parse)
            .toList());
  }

  /** What happens at a point. */
  Optional<Fault> at(Fault.Place place, int number) {
    return faults.stream()
        .filter(fault -> fault.kind().place == place && fault.number() == number)
        .findFirst();
  }

  /** The same without one fault. */
  Plan without(Fault fault) {
    List<Fault> fewer = new ArrayList<>(faults);
    fewer.remove(fault);
    return new Plan(seed, fewer);
  }

  /** Whether the network loses stanzas or changes their order. */
  boolean disorders() {
    return faults.stream()
        .map(Fault::kind)
        .anyMatch(
            kind ->
                switch (kind) {
                  case OUT_DROPPED, OUT_OVERTAKEN, IN_DROPPED, IN_OVERTAKEN -> true;
                  default -> false;
                });
  }

  /** The arguments that run it again. */
  @Override
  public String toString() {
    return "-Dkubezap.simulation.seed="
        + seed
        + " -Dkubezap.simulation.faults="
        + faults.stream().map(Fault::toString).collect(Collectors.joining(","));
  }
}
