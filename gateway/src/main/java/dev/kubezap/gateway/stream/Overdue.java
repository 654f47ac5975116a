package dev.kubezap.gateway.stream;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what is written to a reader while the reader is full. */
final class Overdue {

  /** How many bytes are on their way to a reader before it counts as full. */
  static final int QUEUE = 128 * 1024;

  private final AtomicLong bytes = new AtomicLong();

  /** So much is written. */
  void add(boolean full, long length) {
    if (full) {
      bytes.addAndGet(length);
    } else {
      bytes.set(0);
    }
  }

  /** How many bytes were written since it was full. */
  long bytes() {
    return bytes.get();
  }
}
