package dev.kubezap.pod.e2e;

import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session's process is killed again and again while messages go both ways, and nothing is lost
 * and nothing doubled: 6 times, and 60 times with {@code -Dkubezap.full=true}. {@code
 * -Dkubezap.seed} repeats the kill points of an earlier run.
 */
@Tag("e2e")
@Timeout(1200)
class PodCrashIT {
  private static final int KILLS = Boolean.getBoolean("kubezap.full") ? 60 : 6;
  private static final long SEED =
      Long.getLong("kubezap.seed", ThreadLocalRandom.current().nextInt());

  @TempDir private Path folder;

  @Test
  void losesAndDoublesNothing() throws Exception {
    System.out.println("PodCrashIT: " + KILLS + " kills, -Dkubezap.seed=" + SEED);
    try (Stage stage = new Stage(folder)) {
      Verdict verdict = new Verdict(stage, stage.pair());
      stage.startTraffic();
      Random random = new Random(SEED);
      for (int kill = 0; kill < KILLS; kill++) {
        stage.steps().await(KillPoint.of(kill, random));
        stage.pod().kill();
        stage.pod().start();
      }
      System.out.println("PodCrashIT: " + verdict.pass());
    }
  }
}
