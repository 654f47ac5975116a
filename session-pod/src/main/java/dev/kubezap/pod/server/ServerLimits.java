package dev.kubezap.pod.server;

import java.time.Duration;

/**
 * What callers may cost.
 *
 * @param connections open at once; further ones are closed
 * @param headBytes the longest request line with all headers
 * @param headTime how long that may take to arrive, once its first byte is there
 * @param idleTime how long a connection is kept without a request
 * @param writeTime how long a caller may take nothing of an answer
 */
public record ServerLimits(
    int connections, int headBytes, Duration headTime, Duration idleTime, Duration writeTime) {

  /** 512 connections, 16 KiB in 10 s, idle for 75 s, stuck for 30 s. */
  public static final ServerLimits DEFAULT =
      new ServerLimits(
          512, 16 * 1024, Duration.ofSeconds(10), Duration.ofSeconds(75), Duration.ofSeconds(30));
}
