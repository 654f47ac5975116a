package dev.kubezap.whatsapp.transport;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Two transports joined by bounded queues: a connection without a socket. */
public final class MemoryLink {

  /** Marks the end of a direction. */
  private static final byte[] END = {};

  private final BlockingQueue<byte[]> toServer = new LinkedBlockingQueue<>(64);
  private final BlockingQueue<byte[]> toClient = new LinkedBlockingQueue<>(64);
  private volatile boolean closed;

  /** The end for the code under test. */
  public Transport client() {
    return new End(toServer, toClient);
  }

  /** The end for the test. */
  public Transport server() {
    return new End(toClient, toServer);
  }

  private final class End implements Transport {
    private final BlockingQueue<byte[]> out;
    private final BlockingQueue<byte[]> in;

    End(BlockingQueue<byte[]> out, BlockingQueue<byte[]> in) {
      this.out = out;
      this.in = in;
    }

    @Override
    public void send(byte[] bytes) throws IOException {
      try {
        // Not afterwards: the other end may have read it and closed the link.
        do {
          checkOpen();
        } while (!out.offer(bytes, 10, TimeUnit.MILLISECONDS));
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void flush() {}

    @Override
    public Optional<byte[]> receive() throws IOException {
      try {
        byte[] bytes = null;
        while (bytes == null) {
          bytes = in.poll(10, TimeUnit.MILLISECONDS);
          if (bytes == null) {
            checkOpen();
          }
        }
        return bytes.length == 0 ? Optional.empty() : Optional.of(bytes);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void end() throws IOException {
      send(END);
    }

    @Override
    public void close() {
      closed = true;
    }

    private void checkOpen() throws IOException {
      if (closed) {
        throw new IOException("link closed");
      }
    }
  }
}
