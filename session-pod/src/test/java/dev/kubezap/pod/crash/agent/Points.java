package dev.kubezap.pod.crash.agent;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Called by the rewritten classes before and after each operation that the world outside can see.
 * What this class keeps is static, since the rewritten code can reach nothing else.
 */
public final class Points {
  private static final int HALTED = 86;
  private static final int ANSWER_START = 12;
  private static final long PAUSE_NANOS = 10_000_000;

  private static final Map<String, Integer> SEEN = new HashMap<>();
  private static final ThreadLocal<String> STATEMENT = new ThreadLocal<>();
  private static final ThreadLocal<String> PLACE = new ThreadLocal<>();
  private static volatile @Nullable Plan plan;
  private static volatile boolean stopped;

  private Points() {}

  static void begin(Plan now) {
    plan = now;
  }

  /** The driver is about to send a statement. */
  public static void statement(Object query) {
    STATEMENT.set(query instanceof Object[] all ? all[0].toString() : query.toString());
  }

  /** Bytes are about to leave by a socket. */
  public static void beforeWrite(byte[] bytes, int offset, int length) {
    String statement = STATEMENT.get();
    before(Site.ofWrite(bytes, offset, length, statement == null ? "" : statement));
  }

  /** Buffers are about to leave by a caller's connection. */
  public static void beforeFlush(ByteBuffer[] buffers) {
    byte[] start = new byte[ANSWER_START];
    int length = 0;
    for (ByteBuffer buffer : buffers) {
      int part = Math.min(start.length - length, buffer.remaining());
      buffer.get(buffer.position(), start, length, part);
      length += part;
    }
    before(Site.ofWrite(start, 0, length, ""));
  }

  /** A file is about to be written, flushed or moved. */
  public static void beforeFile(String operation) {
    before(Site.ofFile(operation));
  }

  /** The operation before is done. */
  public static void after() {
    String place = PLACE.get();
    if (place != null) {
      PLACE.remove();
      at(place + " after");
    }
  }

  /** What the wall clock is made to say. */
  public static Instant shifted(Instant now) {
    Plan current = plan;
    return current == null ? now : now.plusMillis(current.clockOffset());
  }

  private static void before(String site) {
    if (site.isEmpty()) {
      PLACE.remove();
      return;
    }
    standStill();
    String place;
    synchronized (SEEN) {
      int number = SEEN.getOrDefault(site, 0) + 1;
      SEEN.put(site, number);
      place = site + " #" + number;
    }
    PLACE.set(place);
    at(place + " before");
  }

  private static void at(String place) {
    Plan current = plan;
    if (current == null) {
      return;
    }
    current.log(place);
    if (!current.isAt(place)) {
      return;
    }
    // Nothing leaves any more, whatever the other threads do.
    stopped = true;
    current.reached();
    if (current.halts()) {
      Runtime.getRuntime().halt(HALTED);
    }
    while (!current.mayGo()) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    stopped = false;
  }

  private static void standStill() {
    while (stopped) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
