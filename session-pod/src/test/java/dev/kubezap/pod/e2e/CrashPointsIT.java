package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.e2e.CrashRuns.Place;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session's process ends just before and just after every commit, socket write, file write and
 * flush, webhook call and answer of one scenario; another goes on, and nothing is lost or doubled:
 * 12 places by seed, all of them with {@code -Dkubezap.full=true}.
 */
@Tag("e2e")
@Timeout(7200)
class CrashPointsIT {
  private static final int SAMPLE = 12;

  @TempDir private Path folder;

  @Test
  void losesAndDoublesNothingWhereverItEnds() throws Exception {
    try (CrashRuns runs = new CrashRuns(folder, DirectScenario::new)) {
      assertThat(new CrashTrial(CrashPointsIT.class, SAMPLE).pass(runs))
          .as("places in migrations")
          .anyMatch(Place::migrates);
    }
  }
}
