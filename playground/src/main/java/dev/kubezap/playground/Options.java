package dev.kubezap.playground;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the user asks for. Uses the JDK alone: {@code playground/up} runs this file from its source
 * before it builds anything, so that a wrong word is told at once.
 *
 * @param flags what is asked for without a value
 * @param data where everything is kept
 * @param kubeconfig of an API server to be used instead of an own one
 */
record Options(Set<Flag> flags, Path data, Optional<Path> kubeconfig) {

  static final String USAGE =
      """
      usage: ./playground/up [--tour [--kill] [--away] [--delete] [--keep]] [--fresh] [--data FOLDER] [--kubeconfig FILE]

        --tour             play the story from kubectl apply to a delivered answer, then end
        --kill             kill (-9) operator, API server, PostgreSQL, pod and etcd during the tour
        --away             take operator and API server away for a while during the tour
        --delete           end the tour by deleting its session; nothing may be left of it
        --keep             go on after the tour instead of ending
        --fresh            begin anew: delete what earlier runs kept
        --data FOLDER      where everything is kept (default playground/data)
        --kubeconfig FILE  use this API server, which must have no nodes of its own
        --help             say this

      KUBEZAP_CONTROL_PLANE_DIR names a folder with etcd, kube-apiserver, kube-controller-manager and kubectl.""";

  static final int USAGE_ERROR = 2;

  private static final int HELP_GIVEN = 3;

  private static final Set<String> HELP = Set.of("--help", "-h");

  private static final Set<Flag> OF_THE_TOUR =
      EnumSet.of(Flag.KILL, Flag.AWAY, Flag.DELETE, Flag.KEEP);

  /** An option without a value. */
  enum Flag {
    /** Everything from before is deleted first. */
    FRESH,
    /** The story is played, after which the playground ends. */
    TOUR,
    /** The playground goes on after the tour. */
    KEEP,
    /** The tour kills parts, which must recover by themselves. */
    KILL,
    /** Operator and API server are away for a while during the tour. */
    AWAY,
    /** The tour ends with the deletion of its session. */
    DELETE;

    private String word() {
      return "--" + name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies what it is given. */
  Options {
    flags = Set.copyOf(flags);
  }

  /** Ends with 0 when these words can be used, 2 when they cannot, 3 when help was asked for. */
  static void main(String[] words) {
    if (wantsHelp(List.of(words))) {
      System.out.println(USAGE);
      System.exit(HELP_GIVEN);
    }
    try {
      parse(List.of(words), Path.of("playground/data"));
    } catch (IllegalArgumentException wrong) {
      System.err.println(refusal(wrong));
      System.exit(USAGE_ERROR);
    }
  }

  static boolean wantsHelp(List<String> words) {
    return words.stream().anyMatch(HELP::contains);
  }

  static String refusal(IllegalArgumentException wrong) {
    return wrong.getMessage() + "\n\n" + USAGE;
  }

  /**
   * Reads the words of a command line.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  static Options parse(List<String> words, Path defaultData) {
    var flags = EnumSet.noneOf(Flag.class);
    var data = defaultData;
    var kubeconfig = Optional.<Path>empty();
    for (var rest = words.iterator(); rest.hasNext(); ) {
      var word = rest.next();
      switch (word) {
        case "--data" -> data = path(word, rest);
        case "--kubeconfig" -> kubeconfig = Optional.of(path(word, rest));
        default -> flags.add(flag(word));
      }
    }
    var options = new Options(flags, data, kubeconfig);
    options.check();
    return options;
  }

  boolean has(Flag flag) {
    return flags.contains(flag);
  }

  private void check() {
    if (!has(Flag.TOUR) && flags.stream().anyMatch(OF_THE_TOUR::contains)) {
      throw new IllegalArgumentException("--kill, --away, --delete and --keep go with --tour");
    }
    if (kubeconfig.isPresent() && (has(Flag.KILL) || has(Flag.AWAY))) {
      throw new IllegalArgumentException(
          "--kill and --away take the API server down, so they do not go with --kubeconfig");
    }
    kubeconfig
        .filter(file -> !Files.isReadable(file))
        .ifPresent(
            file -> {
              throw new IllegalArgumentException(
                  "--kubeconfig names " + file + ", which cannot be read");
            });
  }

  private static Flag flag(String word) {
    return Arrays.stream(Flag.values())
        .filter(flag -> flag.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown option " + word));
  }

  private static Path path(String option, Iterator<String> rest) {
    var value = rest.hasNext() ? rest.next() : "";
    if (value.isEmpty() || value.startsWith("--")) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return Path.of(value).toAbsolutePath().normalize();
  }
}
