package dev.kubezap.playground.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps one process running: whatever ends it, it is started again after a short delay. */
public final class Supervisor {

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(20));

  private final String name;
  private final Supplier<Launch> launch;
  private final ProcessRecords records;
  private final Consumer<String> report;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile CountDownLatch held = new CountDownLatch(0);
  private volatile @Nullable ChildProcess current;
  private final AtomicInteger starts = new AtomicInteger();
  private @Nullable Thread loop;

  /**
   * Supervises nothing yet: see {@link #start}.
   *
   * @param launch asked anew for every start
   * @param report takes a sentence whenever the process had to be started again
   */
  public Supervisor(
      String name, Supplier<Launch> launch, ProcessRecords records, Consumer<String> report) {
    this.name = name;
    this.launch = launch;
    this.records = records;
    this.report = report;
  }

  /**
   * Starts the process and watches it from then on.
   *
   * @throws IOException when the program cannot be executed at all
   */
  public synchronized void start() throws IOException {
    if (stopping.getCount() == 0) {
      throw new IOException(name + " was stopped before it was started");
    }
    var first = ChildProcess.start(launch.get(), records);
    current = first;
    starts.set(1);
    loop = Thread.ofVirtual().name("supervise-" + name).start(() -> watch(first));
  }

  /** Whether the process runs at this moment. */
  public boolean running() {
    var now = current;
    return now != null && now.alive();
  }

  /** How often it was started in this run, the first start included. */
  public int starts() {
    return starts.get();
  }

  /** The id of the running process, 0 when none runs. */
  public long pid() {
    var now = current;
    return now != null && now.alive() ? now.pid() : 0;
  }

  /** Kills the process and does not start it again before the answer is closed. */
  public Absence takeAway() {
    var hold = new CountDownLatch(1);
    held = hold;
    var running = current;
    if (running != null) {
      running.kill();
    }
    return hold::countDown;
  }

  /** Ends the process for good and waits for its end. */
  public synchronized void stop(Duration grace) throws InterruptedException {
    stopping.countDown();
    held.countDown();
    var watcher = loop;
    if (watcher == null) {
      return;
    }
    // The watcher may be just about to start a successor: it ends first when it does not wait.
    var running = current;
    if (running != null) {
      running.stop(grace);
    }
    watcher.join();
    var last = current;
    if (last != null) {
      last.stop(grace);
    }
  }

  private void watch(ChildProcess first) {
    var process = first;
    var failures = 0;
    try {
      while (true) {
        var startedAt = System.nanoTime();
        var code = process.exit().get();
        failures = BACKOFF.failuresAfter(failures, Duration.ofNanos(System.nanoTime() - startedAt));
        var delay = BACKOFF.delay(failures);
        held.await();
        if (stopping.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        report.accept(name + " ended with code " + code + " and was started again");
        process = startAgain();
        current = process;
        starts.incrementAndGet();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (IOException | ExecutionException cause) {
      report.accept(name + " cannot be started again: " + cause.getMessage());
    }
  }

  private ChildProcess startAgain() throws IOException {
    return ChildProcess.start(launch.get(), records);
  }
}
