package dev.kubezap.pod.server;

import java.time.Duration;

/**
 * How slow a long body may come.
 *
 * @param patience how long it may take in any case
 * @param bytesPerSecond how many bytes each further second must bring
 */
public record BodyPace(Duration patience, long bytesPerSecond) {
  /** 30 s, and 16 KiB in each further second. */
  public static final BodyPace DEFAULT = new BodyPace(Duration.ofSeconds(30), 16 * 1024);

  /** How long a body may have taken of which so many bytes have come. */
  Duration after(long bytes) {
    return patience.plusMillis(bytes * 1000 / bytesPerSecond);
  }
}
