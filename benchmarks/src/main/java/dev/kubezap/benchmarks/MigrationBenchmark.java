package dev.kubezap.benchmarks;

import dev.kubezap.database.LargeTable;
import dev.kubezap.database.MigrationProgress;
import dev.kubezap.database.Migrations;
import dev.kubezap.database.Writer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * How long pods of the version before wait while the largest table is migrated by a later one, and
 * how long that takes: a column for all rows, a constraint and an index.
 */
public final class MigrationBenchmark {
  private static final int ROWS = 2_000_000;
  private static final int ROWS_A_SESSION = 1_000_000;
  private static final int WRITERS = 4;
  private static final int BEFORE_SECONDS = 10;
  private static final double USUAL = 0.5;
  private static final double RARE = 0.99;
  private static final String DATABASE = "migrated";
  private static final String USAGE =
      "usage: ./benchmarks/migration [--rows N]   N from 1 to 999999999, " + ROWS + " without it";

  private final PGSimpleDataSource source = new PGSimpleDataSource();
  private final int rows;

  private MigrationBenchmark(int port, int rows) {
    source.setUrl("jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE);
    source.setUser("postgres");
    this.rows = rows;
  }

  /**
   * Measures and prints.
   *
   * @param words {@code --rows} and a number, or nothing
   */
  public static void main(String[] words) throws Exception {
    int rows = ROWS;
    if (words.length == 2 && words[0].equals("--rows") && words[1].matches("[1-9]\\d{0,8}")) {
      rows = Integer.parseInt(words[1]);
    } else if (words.length > 0) {
      System.err.println(USAGE);
      System.exit(2);
    }
    try (Postgres postgres = Postgres.start("")) {
      postgres.create(DATABASE);
      new MigrationBenchmark(postgres.port(), rows).measure();
    }
    System.exit(0); // Zonky's threads rest for ever
  }

  private void measure() throws SQLException, IOException, InterruptedException {
    Migrations.run(source);
    long session = 0;
    try (Connection connection = source.getConnection()) {
      for (int left = rows; left > 0; left -= ROWS_A_SESSION) {
        session++;
        LargeTable.fill(connection, session, Math.min(left, ROWS_A_SESSION));
      }
    }
    System.out.printf("%,d rows, %d pods write one transaction after another%n", rows, WRITERS);
    List<Writer> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(new Writer(source, session, i));
    }
    try {
      TimeUnit.SECONDS.sleep(BEFORE_SECONDS); // a time with nothing else to do, to compare with
      waits("before", writers);
      writers.forEach(Writer::forget);
      var steps = new Steps();
      long begin = System.nanoTime();
      Migrations.run(source, Migrations.files().and(LargeTable.TRIAL), steps);
      waits("while it was migrated", writers);
      steps.print();
      System.out.printf("%-42s %8.1f s%n", "all of it", seconds(System.nanoTime() - begin));
    } finally {
      for (Writer writer : writers) {
        writer.close();
      }
    }
  }

  private static void waits(String when, List<Writer> writers) {
    List<Duration> took =
        writers.stream()
            .flatMap(writer -> writer.took().stream())
            .sorted(Comparator.naturalOrder())
            .toList();
    System.out.printf(
        "%-42s %8d transactions, ms each: p50 %.1f, p99 %.1f, longest %.0f%n",
        when,
        took.size(),
        milliseconds(took, USUAL),
        milliseconds(took, RARE),
        milliseconds(took, 1));
  }

  private static double milliseconds(List<Duration> sorted, double share) {
    int place = (int) Math.round(share * (sorted.size() - 1));
    return sorted.get(place).toNanos() / 1e6;
  }

  private static double seconds(long nanoseconds) {
    return nanoseconds / 1e9;
  }

  /** Notes how long each step took, in how many batches, and how often it gave way. */
  private static final class Steps implements MigrationProgress {
    private final Stream.Builder<String> lines = Stream.builder();
    private String name = "";
    private long begin;
    private long batches;
    private long done;
    private long held;

    @Override
    public void began(String next, int number, int of) {
      if (!next.equals(name)) {
        ended();
        name = next;
        begin = System.nanoTime();
        batches = 0;
        done = 0;
        held = 0;
      }
    }

    @Override
    public void advanced(long rows, long expected) {
      batches++;
      done = rows;
    }

    @Override
    public void held() {
      held++;
    }

    @Override
    public void ended() {
      if (name.isEmpty()) {
        return;
      }
      double took = seconds(System.nanoTime() - begin);
      String rows =
          batches == 0
              ? ""
              : String.format(
                  ", %,d rows in %,d batches, %,.0f rows/s", done, batches, done / took);
      lines.add(
          String.format(
              "  %-40s %8.1f s%s%s", name, took, rows, held == 0 ? "" : ", gave way " + held));
      name = "";
    }

    void print() {
      lines.build().forEach(System.out::println);
    }
  }
}
