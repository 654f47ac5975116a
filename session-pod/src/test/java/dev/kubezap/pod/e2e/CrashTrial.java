package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.e2e.CrashRuns.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Ends a scenario's processes at its places, which it numbers once, and has each life judged: a few
 * by seed, all of them with {@code -Dkubezap.full=true}. {@code -Dkubezap.seed} repeats an earlier
 * choice, {@code -Dkubezap.place} one place by its printed name.
 */
final class CrashTrial {
  private static final boolean FULL = Boolean.getBoolean("kubezap.full");
  private static final int MOST_TRIED = 2;
  private static final int AT_ONCE = 2;
  private static final int LONGEST = 800;
  private static final int PROGRESS_EVERY = 25;
  private static final long SEED =
      Long.getLong("kubezap.seed", ThreadLocalRandom.current().nextInt());

  private final String name;
  private final int sample;
  private final AtomicInteger judged = new AtomicInteger();

  private record Ended(Place place, boolean reached) {}

  /**
   * Of one test.
   *
   * @param sample how many places are tried unless all are
   */
  CrashTrial(Class<?> test, int sample) {
    name = test.getSimpleName();
    this.sample = sample;
  }

  /**
   * Lives the scenario once to number its places, and once for each place that is tried.
   *
   * @return the places
   */
  List<Place> pass(CrashRuns runs) throws Exception {
    System.out.println(name + ": -Dkubezap.seed=" + SEED);
    List<Place> all = runs.run(Optional.empty()).places();
    List<Place> candidates = candidates(all);
    int wanted = FULL ? candidates.size() : Math.min(sample, candidates.size());
    System.out.println(name + ": " + counts(all) + "; " + wanted + " tried");
    List<String> failures = new ArrayList<>();
    int reached = 0;
    int tried = 0;
    // How often a place is passed varies from run to run: another one is tried in its stead.
    while (reached < wanted && tried < Math.min(candidates.size(), MOST_TRIED * wanted)) {
      int next = Math.min(candidates.size(), tried + wanted - reached);
      for (Future<Ended> run : start(runs, candidates.subList(tried, next))) {
        try {
          Ended ended = run.get();
          reached += ended.reached() ? 1 : 0;
          if (!ended.reached()) {
            System.out.println(name + ": not passed again: " + ended.place());
          }
        } catch (ExecutionException e) {
          failures.add(String.valueOf(e.getCause()));
          reached++;
        }
      }
      tried = next;
    }
    assertThat(failures).isEmpty();
    assertThat(reached).as("places passed again").isGreaterThan(wanted * 3 / 4);
    return all;
  }

  private static List<Place> candidates(List<Place> all) {
    String wanted = System.getProperty("kubezap.place", "");
    if (!wanted.isEmpty()) {
      return all.stream().filter(place -> place.toString().equals(wanted)).toList();
    }
    List<Place> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(SEED));
    return shuffled;
  }

  private List<Future<Ended>> start(CrashRuns runs, List<Place> places) {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      return places.stream()
          .map(place -> threads.submit(() -> tell(runs, place, places.size())))
          .toList();
    }
  }

  /** All places take most of an hour: what failed is told at once, and how far it has come. */
  private Ended tell(CrashRuns runs, Place place, int of) {
    try {
      return end(runs, place);
    } catch (AssertionError e) {
      System.out.println(name + ": failed: " + e.getMessage());
      throw e;
    } finally {
      int number = judged.incrementAndGet();
      if (number % PROGRESS_EVERY == 0) {
        System.out.println(name + ": " + number + " of " + of);
      }
    }
  }

  private static Ended end(CrashRuns runs, Place place) {
    try {
      return new Ended(place, runs.run(Optional.of(place)).reached());
    } catch (Exception | AssertionError e) {
      String all = e.toString();
      String beginning = all.substring(0, Math.min(all.length(), LONGEST));
      throw new AssertionError("-Dkubezap.place='" + place + "': " + beginning, e);
    }
  }

  private static Map<String, Long> counts(List<Place> places) {
    return places.stream()
        .collect(
            Collectors.groupingBy(
                place -> place.point().kind(), TreeMap::new, Collectors.counting()));
  }
}
