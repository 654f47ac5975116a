package dev.kubezap.pod.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Optional;
import org.eclipse.jetty.io.Content;

/**
 * A request's body as it comes. It holds what came last and was not read yet; the caller is not
 * read from while nobody reads here. Used by one thread.
 */
final class BodyStream extends InputStream {
  private final RequestBody body;
  private final long limit;
  private final BodyPace pace;
  private final long begun = System.nanoTime();
  private Optional<Content.Chunk> held = Optional.empty();
  private long taken;

  BodyStream(RequestBody body, long limit, BodyPace pace) throws RefusedRequestException {
    if (body.announcedLength() > limit) {
      throw RequestBody.tooLong(limit);
    }
    this.body = body;
    this.limit = limit;
    this.pace = pace;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /**
   * Reads what is there, and waits for it when nothing is.
   *
   * @throws RefusedRequestException with status 413 when there is more than the limit, 400 when it
   *     is malformed, 408 when it comes slower than it may
   */
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (held.filter(Content.Chunk::hasRemaining).isEmpty()) {
      close();
      if (body.isEnded()) {
        return -1;
      }
      Content.Chunk chunk = next();
      held = Optional.of(chunk);
      taken += chunk.remaining();
      if (taken > limit) {
        throw RequestBody.tooLong(limit);
      }
    }
    Content.Chunk chunk = held.orElseThrow();
    int count = Math.min(length, chunk.remaining());
    chunk.getByteBuffer().get(target, offset, count);
    return count;
  }

  private Content.Chunk next() throws IOException {
    try {
      return body.next(begun + pace.after(taken).toNanos());
    } catch (SocketTimeoutException e) {
      throw new RefusedRequestException(
          408, "Send at least " + pace.bytesPerSecond() + " bytes in each second.");
    }
  }

  /** Lets go of what was not read; the rest of the body stays where it is. */
  @Override
  public void close() {
    held.ifPresent(Content.Chunk::release);
    held = Optional.empty();
  }
}
