package dev.kubezap.whatsapp.fuzz;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the fuzzer (Jazzer) calls, by these names. {@code scripts/fuzz} starts it. What is fuzzed is
 * one word, {@code SUITE:TARGET}, the class of a module's {@link FuzzSuite} and one of its names:
 * the processes in which Jazzer merges seeds take a second word for another option.
 */
public final class Fuzzer {
  // The fuzzer knows static methods only.
  private static FuzzTarget target = input -> {};

  private Fuzzer() {}

  /** Chooses the target. */
  public static void fuzzerInitialize(String[] arguments) throws ReflectiveOperationException {
    String[] names = arguments[0].split(":", 2);
    target =
        Optional.ofNullable(suite(names[0]).all().get(names[1]))
            .map(Supplier::get)
            .orElseThrow(() -> new IllegalArgumentException("no target " + names[1]));
  }

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    target.read(input);
  }

  /** Prints the names of a suite's targets, one a line. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    suite(arguments[0]).all().keySet().forEach(System.out::println);
  }

  private static FuzzSuite suite(String name) throws ReflectiveOperationException {
    return Class.forName(name).asSubclass(FuzzSuite.class).getConstructor().newInstance();
  }
}
