package dev.kubezap.pod.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A caller's connection, which is closed when a request's head has begun and does not arrive whole
 * in its time. Jetty itself only closes a connection on which nothing comes at all. The timer is
 * set only when the first bytes were not the whole head, so that an ordinary request costs none.
 */
final class CallerEndPoint extends SocketChannelEndPoint {
  private final Scheduler scheduler;
  private final long headMillis;
  private boolean handling;
  private boolean begun;
  private Scheduler.@Nullable Task timer;

  CallerEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      Duration headTime) {
    super(channel, selector, key, scheduler);
    this.scheduler = scheduler;
    headMillis = headTime.toMillis();
  }

  /** The head is there: what takes its time now is the request's own matter. */
  synchronized void headRead() {
    handling = true;
    begun = false;
    Scheduler.Task set = timer;
    timer = null;
    if (set != null) {
      boolean _ = set.cancel();
    }
  }

  /** The request is answered, and the next one may begin. */
  synchronized void answered() {
    handling = false;
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    int filled = super.fill(buffer);
    if (filled > 0) {
      headBegan();
    }
    return filled;
  }

  private synchronized void headBegan() {
    begun = !handling;
  }

  @Override
  protected void needsFillInterest() {
    limitHead();
    super.needsFillInterest();
  }

  private synchronized void limitHead() {
    if (begun && timer == null) {
      timer = scheduler.schedule(this::close, headMillis, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void onClose(@Nullable Throwable cause) {
    headRead();
    super.onClose(cause);
  }
}
