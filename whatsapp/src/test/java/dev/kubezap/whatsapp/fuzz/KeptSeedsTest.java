package dev.kubezap.whatsapp.fuzz;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every input that the fuzzer found worth keeping is read again, without the fuzzer. */
class KeptSeedsTest {

  @TestFactory
  Stream<DynamicTest> areReadWithoutAnythingButDeclaredErrors() {
    return KeptSeeds.of(new FuzzTargets());
  }
}
