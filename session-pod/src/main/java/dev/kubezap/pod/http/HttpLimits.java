package dev.kubezap.pod.http;

import java.time.Duration;

/**
 * What a request may cost.
 *
 * @param bodyBytes the longest body that is read
 * @param bodyTime how long the body may take to arrive
 */
public record HttpLimits(int bodyBytes, Duration bodyTime) {

  /** 1 MiB in 30 seconds. */
  public static final HttpLimits DEFAULT = new HttpLimits(1 << 20, Duration.ofSeconds(30));
}
