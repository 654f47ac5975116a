package dev.kubezap.playground.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Prints short lines, one at a time whichever thread they come from. */
public final class Terminal {

  private static final Duration SILENCE = Duration.ofSeconds(2);
  private static final Duration BETWEEN = Duration.ofSeconds(10);

  private final PrintStream out;
  private final long startedAt = System.nanoTime();

  /** Prints to this stream. */
  public Terminal(PrintStream out) {
    this.out = out;
  }

  /** Prints a line as it is. */
  public synchronized void line(String text) {
    out.println(text);
    out.flush();
  }

  /** Prints a line with the seconds since the start before it. */
  public void say(String text) {
    line(String.format(Locale.ROOT, "%6.1f s  %s", secondsSince(startedAt), text));
  }

  /**
   * Does something, says that it is done and, while it lasts longer than two seconds, that it
   * lasts.
   */
  public <T> T during(String what, Callable<T> work) throws Exception {
    var began = System.nanoTime();
    var done = new CountDownLatch(1);
    var ticker = Thread.ofVirtual().name("progress").start(() -> tick(what, began, done));
    try {
      var result = work.call();
      done.countDown();
      ticker.join();
      say(what + ": done in " + seconds(began));
      return result;
    } finally {
      done.countDown();
    }
  }

  private void tick(String what, long began, CountDownLatch done) {
    try {
      var wait = SILENCE;
      while (!done.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        say(what + " ... " + seconds(began));
        wait = BETWEEN;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static String seconds(long since) {
    return String.format(Locale.ROOT, "%.1f s", secondsSince(since));
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }
}
