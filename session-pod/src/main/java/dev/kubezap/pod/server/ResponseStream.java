package dev.kubezap.pod.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An answer that goes on. Written by one thread, watched by another. */
public final class ResponseStream implements AutoCloseable {
  private static final byte[] LINE_END = {'\r', '\n'};
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ConnectionInput in;
  private final ConnectionOutput out;
  private final boolean chunked;
  private volatile boolean gone;

  ResponseStream(ConnectionInput in, ConnectionOutput out, boolean chunked) {
    this.in = in;
    this.out = out;
    this.chunked = chunked;
  }

  /**
   * Writes a part, and waits until the system has taken it.
   *
   * @throws IOException when the reader has gone
   */
  public void write(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0) {
      return;
    }
    if (!chunked) {
      out.write(bytes);
      return;
    }
    ByteArrayOutputStream chunk = new ByteArrayOutputStream(bytes.length + 16);
    chunk.writeBytes(Integer.toHexString(bytes.length).getBytes(StandardCharsets.US_ASCII));
    chunk.writeBytes(LINE_END);
    chunk.writeBytes(bytes);
    chunk.writeBytes(LINE_END);
    out.write(chunk.toByteArray());
  }

  /** Waits until the reader goes. For a thread of its own. */
  public void awaitGone() {
    in.within(Duration.ofDays(365));
    try {
      in.discard(Long.MAX_VALUE);
    } catch (IOException e) {
      // It is gone in another way.
      return;
    } finally {
      gone = true;
    }
  }

  /** Whether the reader was seen going. */
  public boolean isGone() {
    return gone;
  }

  /** Tells the reader that this was all. */
  @Override
  public void close() throws IOException {
    if (chunked && !gone) {
      out.write(LAST_CHUNK);
    }
  }
}
