package dev.kubezap.pod.http;

import java.time.Duration;

/**
 * What a request may cost.
 *
 * @param bodyBytes the longest body that is read
 * @param bodyTime how long the body may take to arrive
 * @param allBodyBytes for the long bodies of all requests in work: in memory, as text and as
 *     values, each byte is there several times
 */
public record HttpLimits(int bodyBytes, Duration bodyTime, int allBodyBytes) {

  /** 1 MiB in 30 seconds, 4 MiB together. */
  public static final HttpLimits DEFAULT = new HttpLimits(1 << 20, Duration.ofSeconds(30), 4 << 20);
}
