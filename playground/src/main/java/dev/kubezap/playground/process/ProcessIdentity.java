package dev.kubezap.playground.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process, told from any other that gets the same id later.
 *
 * @param pid the process id
 * @param startTicks clock ticks between boot and the process's start, field 22 of {@code
 *     /proc/<pid>/stat}
 * @param bootId the kernel's id of the boot in which it was started
 */
public record ProcessIdentity(long pid, long startTicks, String bootId) {

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final int START_TICKS_FIELD = 22;

  /** The process that has this id now; empty when there is none. */
  public static Optional<ProcessIdentity> of(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // Field 2 is the program's name in brackets, which may hold spaces and brackets itself.
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      if (fields[0].equals("Z")) {
        return Optional.empty();
      }
      return Optional.of(
          new ProcessIdentity(
              pid,
              Long.parseLong(fields[START_TICKS_FIELD - 3]),
              Files.readString(BOOT_ID).strip()));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** Whether this very process still runs. */
  public boolean alive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** One line, read back by {@link #parse}. */
  public String line() {
    return pid + " " + startTicks + " " + bootId;
  }

  /** Reads what {@link #line} wrote; empty when the text is something else. */
  public static Optional<ProcessIdentity> parse(String line) {
    var words = line.strip().split(" ", -1);
    try {
      return words.length == 3
          ? Optional.of(
              new ProcessIdentity(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]))
          : Optional.empty();
    } catch (NumberFormatException damaged) {
      return Optional.empty();
    }
  }
}
