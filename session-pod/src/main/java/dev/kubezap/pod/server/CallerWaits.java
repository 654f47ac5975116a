package dev.kubezap.pod.server;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/** Waits for what the server does with a caller, no longer than the caller may take. */
final class CallerWaits {
  private final EndPoint caller;
  private final Duration writeTime;

  /**
   * @param writeTime how long the caller may take nothing of an answer
   */
  CallerWaits(EndPoint caller, Duration writeTime) {
    this.caller = caller;
    this.writeTime = writeTime;
  }

  EndPoint caller() {
    return caller;
  }

  /**
   * Has something written and waits until the system has taken it.
   *
   * @throws IOException when the caller has gone, or takes nothing for too long: it is cut off then
   */
  void write(Consumer<Callback> writing) throws IOException {
    await(writing, writeTime);
  }

  /**
   * Has something done and waits for it.
   *
   * @throws SocketTimeoutException when it takes longer; the caller is cut off
   */
  void await(Consumer<Callback> work, Duration time) throws IOException {
    Callback.Completable done = new Callback.Completable(InvocationType.NON_BLOCKING);
    work.accept(done);
    try {
      Void _ = done.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      caller.close();
      throw new SocketTimeoutException("the caller is too slow");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      caller.close();
      throw new InterruptedIOException("the process ends");
    } catch (ExecutionException e) {
      throw new IOException("the caller has gone", e.getCause());
    }
  }
}
