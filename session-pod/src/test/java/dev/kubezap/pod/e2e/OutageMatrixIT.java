package dev.kubezap.pod.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that a session needs goes away under traffic both ways, one after another: for a
 * second each, and with {@code -Dkubezap.full=true} for 30 s and 5 min too. The process stays, says
 * what is wrong, and goes on by itself; nothing is lost and nothing doubled. {@code
 * -Dkubezap.outage} runs the rows whose names begin so, {@code -Dkubezap.outage.seconds} each for
 * so long alone, {@code -Dkubezap.outage.lanes} in so many sessions beside each other.
 */
@Tag("e2e")
@Timeout(36_000)
class OutageMatrixIT {
  /** Long outages are mostly waiting, hours of it in one session. */
  private static final int LANES =
      Integer.getInteger("kubezap.outage.lanes", Boolean.getBoolean("kubezap.full") ? 8 : 1);

  @TempDir private Path folder;

  @Test
  void losesAndDoublesNothing() throws Exception {
    AssertionError failures = new AssertionError("lanes failed");
    try (ExecutorService threads = Executors.newFixedThreadPool(LANES)) {
      List<Future<String>> lanes = new ArrayList<>();
      for (int i = 0; i < LANES; i++) {
        OutageLane lane = new OutageLane(folder.resolve("lane-" + i), i, LANES);
        lanes.add(threads.submit(() -> tell(lane)));
      }
      for (Future<String> lane : lanes) {
        try {
          System.out.println("OutageMatrixIT: " + lane.get());
        } catch (ExecutionException e) {
          failures.addSuppressed(e.getCause());
        }
      }
    }
    if (failures.getSuppressed().length > 0) {
      throw failures;
    }
  }

  /** The other lanes may take an hour more: what failed is told at once. */
  private static String tell(OutageLane lane) throws Exception {
    try {
      return lane.run();
    } catch (Exception | AssertionError e) {
      System.out.println("OutageMatrixIT: lane " + lane.number() + " failed: " + e.getMessage());
      throw e;
    }
  }
}
