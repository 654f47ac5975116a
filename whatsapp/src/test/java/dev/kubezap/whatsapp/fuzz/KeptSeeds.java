package dev.kubezap.whatsapp.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DynamicTest;

/** Every input that the fuzzer found worth keeping, to be read again without the fuzzer. */
public final class KeptSeeds {
  private static final Duration LONGEST = Duration.ofSeconds(20);

  @SuppressWarnings("ArrayRecordComponent") // Read once, compared never.
  private record Seed(String name, byte[] input) {}

  private KeptSeeds() {}

  /** A test for each target: it reads its seeds with nothing but declared errors. */
  public static Stream<DynamicTest> of(FuzzSuite suite) {
    return suite.all().entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> replay(entry.getValue().get(), seeds(entry.getKey()))));
  }

  private static void replay(FuzzTarget target, List<Seed> seeds) {
    assertThat(seeds).isNotEmpty();
    for (Seed seed : seeds) {
      try {
        assertTimeoutPreemptively(LONGEST, () -> target.read(seed.input()));
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed.name(), e);
      }
    }
  }

  private static List<Seed> seeds(String target) throws Exception {
    List<Seed> seeds = new ArrayList<>();
    String archive = "/fuzz/" + target + ".zip";
    try (InputStream file =
            Objects.requireNonNull(KeptSeeds.class.getResourceAsStream(archive), archive);
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        seeds.add(new Seed(entry.getName(), zip.readAllBytes()));
      }
    }
    return seeds;
  }
}
