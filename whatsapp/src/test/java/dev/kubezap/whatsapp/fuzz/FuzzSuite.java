package dev.kubezap.whatsapp.fuzz;

import java.util.Map;
import java.util.function.Supplier;

/** The targets of a module. */
@FunctionalInterface
public interface FuzzSuite {

  /** Every target by its name, which is also the name of its seeds. */
  Map<String, Supplier<FuzzTarget>> all();
}
