package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.e2e.CrashRuns.Place;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * As {@link CrashPointsIT}, in a life of files, groups, app state, history and changed messages: 8
 * places by seed, all of them with {@code -Dkubezap.full=true}.
 */
@Tag("e2e")
@Timeout(10_800)
class BreadthCrashIT {
  private static final int SAMPLE = 8;

  @TempDir private Path folder;

  @Test
  void losesAndDoublesNothingWhereverItEnds() throws Exception {
    try (CrashRuns runs = new CrashRuns(folder, BreadthScenario::new)) {
      assertThat(new CrashTrial(BreadthCrashIT.class, SAMPLE).pass(runs))
          .as("places of uploads and downloads")
          .anyMatch(place -> place.point().kind().equals("media"))
          .as("places of migrations, which another scenario has")
          .noneMatch(Place::migrates);
    }
  }
}
