package dev.kubezap.pod.server;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;

/** A request's body, read at most once, on the request's thread. */
final class RequestBody {
  private final Request request;
  private final Semaphore arrived = new Semaphore(0);
  private boolean begun;
  private boolean ended;

  RequestBody(Request request) {
    this.request = request;
    ended = !isAnnounced(request);
  }

  /** Whether the head announces a body. */
  static boolean isAnnounced(Request request) {
    return request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
        || request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > 0;
  }

  /** How long the head says that it is, in bytes; -1 when it does not say. */
  long announcedLength() {
    return request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
        ? -1
        : Math.max(0, request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH));
  }

  /** Whether all of it was read, so that the next request can follow. */
  boolean isEnded() {
    return ended;
  }

  /** Whether the caller may be sending it; one that waits for permission is not. */
  boolean isComing() {
    return !ended && (begun || !expectsPermission());
  }

  /**
   * Reads all of it.
   *
   * @param share of the memory for long ones
   * @throws RefusedRequestException with status 413 when it is longer than {@code limit}, 400 when
   *     it is malformed
   * @throws SocketTimeoutException when it does not arrive in time
   */
  byte[] read(int limit, Duration time, BodyMemory.Share share) throws IOException {
    if (announcedLength() > limit) {
      throw tooLong(limit);
    }
    long deadline = System.nanoTime() + time.toNanos();
    BodyBuffer body = new BodyBuffer(limit, share);
    while (!ended) {
      take(
          deadline,
          part -> {
            if (part.remaining() > limit - body.length()) {
              throw tooLong(limit);
            }
            body.append(part);
          });
    }
    return body.all();
  }

  /** Takes bytes of it. */
  @FunctionalInterface
  private interface PartReader {
    void read(ByteBuffer part) throws IOException;
  }

  private void take(long deadline, PartReader reader) throws IOException {
    Content.Chunk chunk = next(deadline);
    try {
      reader.read(chunk.getByteBuffer());
    } finally {
      chunk.release();
    }
  }

  /**
   * Waits for the next bytes of it.
   *
   * @param deadline of the monotonic clock, in nanoseconds
   * @return to be released
   * @throws RefusedRequestException with status 400 when it is malformed
   * @throws SocketTimeoutException when nothing comes until then
   */
  Content.Chunk next(long deadline) throws IOException {
    begun = true;
    Content.Chunk chunk = request.read();
    while (chunk == null) {
      await(deadline);
      chunk = request.read();
    }
    if (Content.Chunk.isFailure(chunk)) {
      throw failure(chunk.getFailure());
    }
    ended = chunk.isLast();
    return chunk;
  }

  /**
   * Reads what nobody wants, so that the caller can read its answer before its unread bytes would
   * reset the connection.
   *
   * @param most how many bytes
   */
  void discard(long most, long deadline) throws IOException {
    long left = most;
    while (!ended && left > 0) {
      Content.Chunk chunk = next(deadline);
      left -= chunk.remaining();
      chunk.release();
    }
  }

  private void await(long deadline) throws IOException {
    request.demand(Invocable.from(InvocationType.NON_BLOCKING, arrived::release));
    try {
      if (!arrived.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw tooSlow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a body came", e);
    }
  }

  private boolean expectsPermission() {
    return request.getHeaders().contains(HttpHeader.EXPECT);
  }

  private static IOException failure(Throwable failure) {
    if (failure instanceof HttpException) {
      return new RefusedRequestException(400, "The chunks of the body are malformed.");
    }
    return failure instanceof TimeoutException
        ? tooSlow()
        : new IOException("the caller went in the middle", failure);
  }

  private static SocketTimeoutException tooSlow() {
    return new SocketTimeoutException("the caller is too slow");
  }

  static RefusedRequestException tooLong(long limit) {
    return new RefusedRequestException(413, "Send at most " + limit + " bytes.");
  }
}
