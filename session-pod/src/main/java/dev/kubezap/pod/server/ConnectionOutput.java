package dev.kubezap.pod.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.locks.ReentrantLock;

/** What a caller is sent; one write at a time, and it shows since when one is stuck. */
final class ConnectionOutput {
  private final OutputStream out;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile long writingSince;

  ConnectionOutput(Socket socket) throws IOException {
    out = socket.getOutputStream();
  }

  /** Writes all of it. */
  void write(byte[] bytes) throws IOException {
    lock.lock();
    try {
      // Zero means that nothing is being written.
      writingSince = System.nanoTime() | 1;
      out.write(bytes);
    } finally {
      writingSince = 0;
      lock.unlock();
    }
  }

  /** Whether the caller takes nothing for so many nanoseconds. */
  boolean isStuck(long now, long nanoseconds) {
    long since = writingSince;
    return since != 0 && now - since > nanoseconds;
  }
}
