package dev.kubezap.client;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Closes a body from which nothing comes any more. The HTTP client of the JDK has no time limit for
 * reading, so a connection that was cut without a word would be waited on for ever.
 */
final class SilenceWatch implements AutoCloseable {
  private static final int LOOKS = 4;

  private final InputStream body;
  private final long silence;
  private final Executor later;
  private volatile long lastAt = System.nanoTime();
  private volatile boolean resting;
  private volatile boolean ended;

  private SilenceWatch(InputStream body, Duration silence) {
    this.body = body;
    this.silence = silence.toNanos();
    later = CompletableFuture.delayedExecutor(this.silence / LOOKS, TimeUnit.NANOSECONDS);
  }

  static SilenceWatch ofNothing() {
    return new SilenceWatch(InputStream.nullInputStream(), Duration.ZERO);
  }

  static SilenceWatch over(InputStream body, Duration silence) {
    SilenceWatch watch = new SilenceWatch(body, silence);
    watch.later.execute(watch::look);
    return watch;
  }

  private void look() {
    if (ended) {
      return;
    }
    if (!resting && System.nanoTime() - lastAt > silence) {
      cut();
      return;
    }
    later.execute(this::look);
  }

  /** The silence begins anew. */
  void somethingCame() {
    lastAt = System.nanoTime();
    resting = false;
  }

  /** Nothing is expected until something comes. */
  void rest() {
    resting = true;
  }

  /** Closes the body, so that who reads it goes on with an error. */
  void cut() {
    try {
      body.close();
    } catch (IOException e) {
      // It could not be closed because it is broken: who reads it is told the same.
      ended = true;
    }
  }

  @Override
  public void close() {
    ended = true;
  }
}
