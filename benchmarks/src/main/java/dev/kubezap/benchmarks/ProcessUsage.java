package dev.kubezap.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process uses, as Linux tells it.
 *
 * @param cpuMilliseconds processor time of all its threads since it began
 * @param residentMegabytes memory that is its own or shared
 * @param proportionalMegabytes the same with shared pages divided among their users
 * @param mostResidentMegabytes the most that was ever resident
 */
record ProcessUsage(
    long cpuMilliseconds,
    double residentMegabytes,
    double proportionalMegabytes,
    double mostResidentMegabytes) {

  /** Clock ticks of {@code /proc} in a second, on every Linux that Java runs on. */
  private static final long TICKS_PER_SECOND = 100;

  /** Positions behind the name (proc(5)). */
  private static final int PARENT = 1;

  private static final int USER_TIME = 11;

  private static final Pattern ROLLUP =
      Pattern.compile("^(Rss|Pss):\\s+(\\d+) kB$", Pattern.MULTILINE);

  private static final Pattern MOST = Pattern.compile("^VmHWM:\\s+(\\d+) kB$", Pattern.MULTILINE);

  static ProcessUsage of(long pid) throws IOException {
    Path folder = Path.of("/proc", Long.toString(pid));
    long ticks = ticks(stat(folder), 2);
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
    Matcher most = MOST.matcher(Files.readString(folder.resolve("status")));
    return new ProcessUsage(
        milliseconds(ticks),
        resident,
        proportional,
        most.find() ? Long.parseLong(most.group(1)) / 1024.0 : 0);
  }

  /** Milliseconds of processor time of a process and its children, those that have ended too. */
  static long family(long pid) throws IOException {
    String parent = Long.toString(pid);
    long ticks = ticks(stat(Path.of("/proc", parent)), 4);
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        try {
          List<String> fields = stat(process);
          if (fields.get(PARENT).equals(parent)) {
            ticks += ticks(fields, 2);
          }
        } catch (NoSuchFileException e) {
          // It ended meanwhile, and its parent has its time.
        }
      }
    }
    return milliseconds(ticks);
  }

  /** The fields behind the name. */
  private static List<String> stat(Path folder) throws IOException {
    String stat = Files.readString(folder.resolve("stat"));
    // The name in parentheses may hold spaces; the fields behind it do not.
    return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
  }

  /** User and system time, then the same of the children that have ended. */
  private static long ticks(List<String> fields, int count) {
    return fields.subList(USER_TIME, USER_TIME + count).stream().mapToLong(Long::parseLong).sum();
  }

  private static long milliseconds(long ticks) {
    return ticks * 1000 / TICKS_PER_SECOND;
  }
}
