package dev.kubezap.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is to be measured. Uses the JDK alone: {@code benchmarks/run} runs this file from its source
 * before it builds anything, so that a wrong word is told at once.
 *
 * @param quick whether a minute has to do
 * @param parts what is measured
 * @param messages how many, in both directions together, when a long run is measured
 * @param postgres the folder of the programs of an installed PostgreSQL; empty for the embedded one
 */
record Options(boolean quick, Set<Part> parts, int messages, String postgres) {

  static final String USAGE =
      """
      usage: ./benchmarks/run [--quick] [--only start|fleet|load|media|group|history|long] [--messages N]
             [--postgres FOLDER]

        --quick      a minute; only shows that the course works
        --only PART  a part: start (starts), fleet (memory of one of twenty), load (messages),
                     media (files of 16 MB), group (messages to a group of 50 with three devices
                     each), history (100000 messages from before the link, the session pod
                     with a heap of 64 MB), long (the session pod alone through very many
                     messages; only when asked for)
        --messages N how many the long run takes, both directions together; 1000000, some 20 minutes
        --postgres FOLDER
                     a server of these programs with its default settings, such as
                     /usr/lib/postgresql/15/bin, instead of the embedded PostgreSQL
        --help       say this

      Without options: everything, some twenty minutes on two quiet cores. Needs Node.js 20 or newer.""";

  private static final int USAGE_ERROR = 2;
  private static final int HELP_GIVEN = 3;
  private static final Set<String> HELP = Set.of("--help", "-h");

  /** What can be measured by itself. */
  enum Part {
    START,
    FLEET,
    LOAD,
    MEDIA,
    GROUP,
    HISTORY,
    LONG
  }

  /** Copies what it is given. */
  Options {
    parts = Set.copyOf(parts);
  }

  /** Ends with 0 when these words can be used, 2 when they cannot, 3 when help was asked for. */
  static void main(String[] words) {
    if (List.of(words).stream().anyMatch(HELP::contains)) {
      System.out.println(USAGE);
      System.exit(HELP_GIVEN);
    }
    try {
      parse(List.of(words));
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage() + "\n\n" + USAGE);
      System.exit(USAGE_ERROR);
    }
  }

  /**
   * Reads the words of a command line.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  static Options parse(List<String> words) {
    boolean quick = false;
    Set<Part> parts = EnumSet.complementOf(EnumSet.of(Part.LONG));
    int messages = 1_000_000;
    boolean counted = false;
    String postgres = "";
    for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
      String word = rest.next();
      switch (word) {
        case "--quick" -> quick = true;
        case "--only" -> parts = EnumSet.of(part(rest.hasNext() ? rest.next() : ""));
        case "--messages" -> {
          messages = number(rest.hasNext() ? rest.next() : "");
          counted = true;
        }
        case "--postgres" -> postgres = folder(rest.hasNext() ? rest.next() : "");
        default -> throw new IllegalArgumentException("unknown option " + word);
      }
    }
    if (counted && !parts.contains(Part.LONG)) {
      throw new IllegalArgumentException("--messages is for --only long");
    }
    return new Options(quick, parts, messages, postgres);
  }

  private static String folder(String word) {
    if (!Files.isExecutable(Path.of(word, "initdb"))) {
      throw new IllegalArgumentException("--postgres takes a folder with initdb and postgres");
    }
    return word;
  }

  private static int number(String word) {
    if (!word.matches("[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException("--messages takes a number from 1 to 999999999");
    }
    return Integer.parseInt(word);
  }

  private static Part part(String word) {
    for (Part part : Part.values()) {
      if (part.name().toLowerCase(Locale.ROOT).equals(word)) {
        return part;
      }
    }
    throw new IllegalArgumentException(
        "--only takes start, fleet, load, media, group, history or long");
  }
}
