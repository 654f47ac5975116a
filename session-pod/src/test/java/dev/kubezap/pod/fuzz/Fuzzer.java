package dev.kubezap.pod.fuzz;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the fuzzer (Jazzer) calls, by these names. {@code scripts/fuzz} starts it; without an
 * argument it prints the names of the targets.
 */
public final class Fuzzer {
  // The fuzzer knows static methods only.
  private static FuzzTarget target = input -> {};

  private Fuzzer() {}

  /** Chooses the target that the first argument names. */
  public static void fuzzerInitialize(String[] arguments) {
    target =
        Optional.ofNullable(FuzzTargets.all().get(arguments[0]))
            .map(Supplier::get)
            .orElseThrow(() -> new IllegalArgumentException("no target " + arguments[0]));
  }

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    target.read(input);
  }

  /** Prints the names of the targets, one a line. */
  public static void main(String[] arguments) {
    FuzzTargets.all().keySet().forEach(System.out::println);
  }
}
