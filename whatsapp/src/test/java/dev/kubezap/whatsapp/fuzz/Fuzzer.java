package dev.kubezap.whatsapp.fuzz;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the fuzzer (Jazzer) calls, by these names. {@code scripts/fuzz} starts it. The first
 * argument is the class of a module's {@link FuzzSuite}.
 */
public final class Fuzzer {
  // The fuzzer knows static methods only.
  private static FuzzTarget target = input -> {};

  private Fuzzer() {}

  /** Chooses the target that the second argument names. */
  public static void fuzzerInitialize(String[] arguments) throws ReflectiveOperationException {
    target =
        Optional.ofNullable(suite(arguments[0]).all().get(arguments[1]))
            .map(Supplier::get)
            .orElseThrow(() -> new IllegalArgumentException("no target " + arguments[1]));
  }

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    target.read(input);
  }

  /** Prints the names of the targets, one a line. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    suite(arguments[0]).all().keySet().forEach(System.out::println);
  }

  private static FuzzSuite suite(String name) throws ReflectiveOperationException {
    return Class.forName(name).asSubclass(FuzzSuite.class).getConstructor().newInstance();
  }
}
