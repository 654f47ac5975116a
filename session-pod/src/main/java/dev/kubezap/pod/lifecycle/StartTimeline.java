package dev.kubezap.pod.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** When the steps of a start were done, counted from the process's own start. */
final class StartTimeline {
  private final long origin;
  private final Map<String, Long> marks = new LinkedHashMap<>();
  private boolean told;

  private StartTimeline(long origin) {
    this.origin = origin;
  }

  /** Begins, with what the JVM needed until now as its first mark. */
  static StartTimeline begin() {
    // In hundredths of a second, as Linux keeps it.
    Instant start = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    Duration before = Duration.between(start, Instant.now());
    StartTimeline timeline = new StartTimeline(System.nanoTime() - Math.max(0, before.toNanos()));
    timeline.mark("jvm");
    return timeline;
  }

  /** A step is done. Only the first time counts. */
  synchronized void mark(String step) {
    if (!told) {
      marks.putIfAbsent(step, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - origin));
    }
  }

  /**
   * The last step is done: answers the line that tells all of them; only once.
   *
   * @return such as {@code Started in 480 ms: jvm 90, settings 110, ... connected 480}
   */
  synchronized Optional<String> finish(String step) {
    if (told) {
      return Optional.empty();
    }
    mark(step);
    told = true;
    StringBuilder line = new StringBuilder("Started in " + marks.get(step) + " ms:");
    marks.forEach((name, at) -> line.append(' ').append(name).append(' ').append(at).append(','));
    line.setLength(line.length() - 1);
    return Optional.of(line.toString());
  }
}
