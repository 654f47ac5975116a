package dev.kubezap.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringTokenizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process uses, as Linux tells it.
 *
 * @param cpuMilliseconds processor time of all its threads since it began
 * @param residentMegabytes memory that is its own or shared
 * @param proportionalMegabytes the same with shared pages divided among their users
 */
record ProcessUsage(long cpuMilliseconds, double residentMegabytes, double proportionalMegabytes) {

  /** Clock ticks of {@code /proc} in a second, on every Linux that Java runs on. */
  private static final long TICKS_PER_SECOND = 100;

  /** Between the name and the user time, which the system time follows (proc(5)). */
  private static final int FIELDS_BEFORE_USER_TIME = 11;

  private static final Pattern ROLLUP =
      Pattern.compile("^(Rss|Pss):\\s+(\\d+) kB$", Pattern.MULTILINE);

  static ProcessUsage of(long pid) throws IOException {
    Path folder = Path.of("/proc", Long.toString(pid));
    String stat = Files.readString(folder.resolve("stat"));
    // The name in parentheses may hold spaces; the fields behind it do not.
    StringTokenizer fields = new StringTokenizer(stat.substring(stat.lastIndexOf(')') + 1));
    for (int skipped = 0; skipped < FIELDS_BEFORE_USER_TIME; skipped++) {
      fields.nextToken();
    }
    long ticks = Long.parseLong(fields.nextToken()) + Long.parseLong(fields.nextToken());
    double resident = 0;
    double proportional = 0;
    Matcher matcher = ROLLUP.matcher(Files.readString(folder.resolve("smaps_rollup")));
    while (matcher.find()) {
      double megabytes = Long.parseLong(matcher.group(2)) / 1024.0;
      if (matcher.group(1).equals("Rss")) {
        resident = megabytes;
      } else {
        proportional = megabytes;
      }
    }
    return new ProcessUsage(ticks * 1000 / TICKS_PER_SECOND, resident, proportional);
  }
}
