package dev.kubezap.pod.media;

import dev.kubezap.pod.bucket.BucketException;
import dev.kubezap.pod.bucket.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Brings waiting files to the bucket, one after the other, again until it has them, and removes
 * what is kept there too long. An object appears whole or not at all, and under the name of its
 * file: whoever puts it once more doubles nothing.
 */
final class BucketUploads {
  private static final Logger LOG = Logger.getLogger(BucketUploads.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final WaitingFiles waiting;
  private final BucketPlace place;
  private final Retention retention;
  private final Consumer<Optional<String>> trouble;
  private final InstantSource clock;
  private final Semaphore wakes = new Semaphore(0);
  private final Thread loop = Thread.ofVirtual().name("media-bucket").unstarted(this::run);

  /** Something may be too old or too much. */
  private volatile boolean sweepDue = true;

  /** Bytes in the bucket as far as is known; of this loop's thread alone. */
  private long stored;

  BucketUploads(
      WaitingFiles waiting,
      BucketPlace place,
      Retention retention,
      Consumer<Optional<String>> trouble,
      InstantSource clock) {
    this.waiting = waiting;
    this.place = place;
    this.retention = retention;
    this.trouble = trouble;
    this.clock = clock;
  }

  void start() {
    loop.start();
  }

  void wake() {
    wakes.release();
  }

  void sweep() {
    sweepDue = true;
    wake();
  }

  void stop() {
    loop.interrupt();
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    try {
      while (true) {
        int _ = wakes.drainPermits();
        try {
          round();
          trouble.accept(Optional.empty());
          pause = FIRST_PAUSE;
          boolean _ = wakes.tryAcquire(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException e) {
          LOG.warnf(
              "Files wait on the volume, tried again in %d s: %s",
              pause.toSeconds(), e.getMessage());
          trouble.accept(
              Optional.of(
                  e instanceof BucketException bucket
                      ? BucketTrouble.advice(bucket)
                      : "Files for the bucket cannot be read from the volume."));
          Thread.sleep(pause);
          Duration twice = pause.multipliedBy(2);
          pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
        }
      }
    } catch (InterruptedException e) {
      // The process ends; what waits is on the volume.
      Thread.currentThread().interrupt();
    }
  }

  private void round() throws IOException, InterruptedException {
    for (Path file : waiting.oldestFirst()) {
      try {
        long size = Files.size(file);
        place.bucket().put(place.key(String.valueOf(file.getFileName())), file);
        Files.deleteIfExists(file);
        stored += size;
      } catch (NoSuchFileException e) {
        LOG.debugf("A waiting file is gone: %s", e.getMessage());
      }
    }
    if (sweepDue || stored > retention.bytes()) {
      sweepDue = false;
      try {
        remove(place.bucket().list(place.prefix()), clock.instant());
      } catch (IOException e) {
        sweepDue = true;
        throw e;
      }
    }
  }

  /** The newest stays, however large: somebody waits for it. */
  private void remove(List<StoredObject> objects, Instant now)
      throws IOException, InterruptedException {
    List<StoredObject> newestFirst =
        objects.stream().sorted(Comparator.comparing(StoredObject::modified).reversed()).toList();
    long kept = 0;
    for (int i = 0; i < newestFirst.size(); i++) {
      StoredObject object = newestFirst.get(i);
      boolean tooOld = object.modified().isBefore(now.minus(retention.age()));
      boolean tooMuch = kept + object.size() > retention.bytes() && i > 0;
      if (tooOld || tooMuch) {
        place.bucket().remove(object.key());
      } else {
        kept += object.size();
      }
    }
    stored = kept;
  }
}
