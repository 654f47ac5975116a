package dev.kubezap.benchmarks;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Measures the session pod beside a small Baileys server on the same simulator and PostgreSQL, in
 * one run, and prints medians.
 *
 * <p>Arguments: the root of the repository, the folder of the Baileys server with its packages,
 * then those of {@link Options}.
 */
public final class Benchmarks {

  private static final BenchmarkRun.Extent FULL =
      new BenchmarkRun.Extent(5, 2_000, 5, List.of(10_000, 40_000), Duration.ofSeconds(60), 20);
  private static final BenchmarkRun.Extent QUICK =
      new BenchmarkRun.Extent(1, 100, 1, List.of(100), Duration.ofSeconds(1), 2);

  /**
   * Lets the code of callers and simulator be compiled before anybody is measured, by both of the
   * JVM's compilers, which takes some ten thousand messages: the session pod is the one that has
   * them soon.
   */
  private static final List<BenchmarkRun.Extent> WARM_UP =
      List.of(
          new BenchmarkRun.Extent(1, 15_000, 1, List.of(), Duration.ZERO, 1),
          new BenchmarkRun.Extent(1, 1_000, 1, List.of(), Duration.ZERO, 1));

  /** What the contenders take by turns. */
  private static final Set<Options.Part> TURNS =
      Set.of(Options.Part.MEDIA, Options.Part.GROUP, Options.Part.HISTORY);

  private Benchmarks() {}

  /** Runs the course for every contender and prints the table. */
  public static void main(String[] arguments) throws Exception {
    Path root = Path.of(arguments[0]);
    List<Contender> contenders =
        List.of(new Contender.SessionPod(root), new Contender.BaileysServer(Path.of(arguments[1])));
    Options options = Options.parse(List.of(arguments).subList(2, arguments.length));
    if (options.parts().contains(Options.Part.LONG)) {
      contenders = contenders.subList(0, 1);
    }
    for (Contender contender : contenders) {
      System.out.println(contender.name() + ": " + contender.description() + "\n");
    }
    Path folder = Files.createTempDirectory("kubezap-benchmarks");
    if (!TURNS.containsAll(options.parts())) {
      print(oneAfterTheOther(contenders, options, folder), System.out);
    }
    if (options.parts().contains(Options.Part.MEDIA)) {
      media(contenders, options, folder);
    }
    if (options.parts().contains(Options.Part.GROUP)) {
      group(contenders, options, folder);
    }
    if (options.parts().contains(Options.Part.HISTORY)) {
      history(root, Path.of(arguments[1]), options, folder);
    }
  }

  private static Map<Contender, Measured> oneAfterTheOther(
      List<Contender> contenders, Options options, Path folder) throws Exception {
    Map<Contender, Measured> results = new LinkedHashMap<>();
    try (Arena arena = new Arena(folder, options.postgres(), /* tls= */ false)) {
      if (!options.quick()) {
        for (Contender contender : contenders) {
          System.err.println("warming up with " + contender.name() + " ...");
          new BenchmarkRun(arena, WARM_UP.get(contenders.indexOf(contender)))
              .run(
                  contender,
                  "warm_up" + contenders.indexOf(contender),
                  new Options(false, EnumSet.of(Options.Part.LOAD), 0, options.postgres()));
        }
      }
      int number = 0;
      for (Contender contender : contenders) {
        System.err.println("measuring " + contender.name() + " ...");
        results.put(
            contender,
            new BenchmarkRun(arena, options.quick() ? QUICK : FULL)
                .run(contender, "contender" + number++, options));
      }
      tellViolations(arena);
    }
    return results;
  }

  private static void media(List<Contender> contenders, Options options, Path folder)
      throws Exception {
    byte[] file = MediaCourse.file();
    try (Arena arena = new Arena(folder, options.postgres(), /* tls= */ true);
        FileOrigin origin = new FileOrigin(file)) {
      MediaCourse course = new MediaCourse(arena, origin, file, options.quick() ? 2 : 10);
      print(new ByTurns(options.quick() ? 2 : 10).run(course, contenders), System.out);
      tellViolations(arena);
    }
  }

  private static void group(List<Contender> contenders, Options options, Path folder)
      throws Exception {
    try (Arena arena = new Arena(folder, options.postgres(), /* tls= */ false)) {
      GroupCourse course = new GroupCourse(arena, options.quick() ? 20 : 100);
      print(new ByTurns(options.quick() ? 2 : 5).run(course, contenders), System.out);
      tellViolations(arena);
    }
  }

  private static void history(Path root, Path server, Options options, Path folder)
      throws Exception {
    Contender.BaileysServer baileys = new Contender.BaileysServer(server);
    List<Contender> contenders =
        List.of(new Contender.SessionPod(root).withHeap("64m"), baileys, baileys.keepingHistory());
    try (Arena arena = new Arena(folder, options.postgres(), /* tls= */ false)) {
      HistoryCourse course = new HistoryCourse(arena, options.quick() ? 10_000 : 100_000);
      print(new ByTurns(options.quick() ? 1 : 3).run(course, contenders), System.out);
      tellViolations(arena);
    }
  }

  private static void tellViolations(Arena arena) {
    arena
        .simulator
        .violations()
        .list()
        .forEach(violation -> System.err.println("violation: " + violation));
  }

  private static void print(Map<Contender, Measured> results, PrintStream out) {
    List<Measured> columns = new ArrayList<>(results.values());
    StringBuilder header = new StringBuilder("| measure |");
    StringBuilder rule = new StringBuilder("|---|");
    results
        .keySet()
        .forEach(
            contender -> {
              header.append(' ').append(contender.name()).append(" |");
              rule.append("---|");
            });
    out.println(header);
    out.println(rule);
    for (String measure : columns.getFirst().figures().keySet()) {
      StringBuilder line = new StringBuilder("| " + measure + " |");
      for (Measured column : columns) {
        line.append(
            String.format(
                Locale.ROOT, " %.2f |", column.figures().getOrDefault(measure, Double.NaN)));
      }
      out.println(line);
    }
  }
}
