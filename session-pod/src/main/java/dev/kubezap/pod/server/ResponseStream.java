package dev.kubezap.pod.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;

/** An answer that goes on. Written by one thread, watched by another. */
public final class ResponseStream implements AutoCloseable {
  private static final Duration FOREVER = Duration.ofDays(365);

  private final Response response;
  private final CallerWaits waits;
  private volatile boolean gone;

  ResponseStream(Response response, CallerWaits waits) {
    this.response = response;
    this.waits = waits;
  }

  /** Sends the head. */
  void begin() throws IOException {
    waits.write(done -> response.write(false, BufferUtil.EMPTY_BUFFER, done));
  }

  /**
   * Writes a part, and waits until the system has taken it.
   *
   * @throws IOException when the reader has gone
   */
  public void write(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    if (bytes.hasRemaining()) {
      waits.write(done -> response.write(false, bytes, done));
    }
  }

  /**
   * Waits until the reader goes. For a thread of its own. Nobody else reads from the connection: no
   * request follows a stream.
   */
  public void awaitGone() {
    EndPoint reader = waits.caller();
    ByteBuffer ignored = BufferUtil.allocate(512);
    try {
      while (reader.fill(ignored) >= 0) {
        if (BufferUtil.isEmpty(ignored)) {
          waits.await(reader::fillInterested, FOREVER);
        }
        BufferUtil.clear(ignored);
      }
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
    if (!gone) {
      waits.write(done -> response.write(true, BufferUtil.EMPTY_BUFFER, done));
    }
  }
}
