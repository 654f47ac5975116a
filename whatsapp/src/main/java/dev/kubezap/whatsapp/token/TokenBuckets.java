package dev.kubezap.whatsapp.token;

import dev.kubezap.whatsapp.account.Properties;
import java.time.Instant;

/**
 * How time is divided for tokens: one is good for the bucket that it was issued in and some after
 * it. The service says how long they are.
 *
 * @param seconds of a bucket, at least 1
 * @param count how many buckets a token is good for, at least 1
 */
public record TokenBuckets(long seconds, long count) {
  private static final int WEEK = 604_800;
  private static final int BUCKETS = 4;

  /** Of the tokens that contacts give us. */
  public static TokenBuckets received(Properties properties) {
    return of(properties, 865, 909);
  }

  /** Of ours. */
  public static TokenBuckets sent(Properties properties) {
    return of(properties, 996, 997);
  }

  private static TokenBuckets of(Properties properties, int duration, int number) {
    return new TokenBuckets(
        Math.max(1, properties.number(duration, WEEK)),
        Math.max(1, properties.number(number, BUCKETS)));
  }

  boolean isExpired(Instant issued, Instant now) {
    return issued.getEpochSecond() < (bucket(now) - (count - 1)) * seconds;
  }

  /** Whether it had expired even if the service let tokens last twice as long. */
  boolean isLongExpired(Instant issued, Instant now) {
    return issued.getEpochSecond() < (bucket(now) - (2 * count - 1)) * seconds;
  }

  boolean isLater(Instant now, Instant before) {
    return bucket(now) > bucket(before);
  }

  private long bucket(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), seconds);
  }
}
