package dev.kubezap.pod.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartCompliance;
import org.eclipse.jetty.io.Content;

/**
 * A body of multipart/form-data (RFC 7578), read part by part as it comes: what is held is never
 * more than what came last. Used by one thread.
 */
public final class MultipartBody {
  private static final int BUFFER = 8 * 1024;
  private static final int LONGEST_HEADERS = 8 * 1024;

  private final InputStream body;
  private final MultiPart.Parser parser;
  private final Queue<Event> events = new ArrayDeque<>();

  /** What the parser has met. */
  private sealed interface Event {
    record Headers(Map<String, String> values) implements Event {}

    record Bytes(ByteBuffer bytes) implements Event {}

    record PartEnd() implements Event {}

    record End() implements Event {}

    record Failure() implements Event {}
  }

  private MultipartBody(InputStream body, String boundary, int mostParts) {
    this.body = body;
    parser = new MultiPart.Parser(boundary, MultiPartCompliance.RFC7578_STRICT, new Listener());
    parser.setPartHeadersMaxLength(LONGEST_HEADERS);
    parser.setMaxParts(mostParts);
  }

  /**
   * A body of this type.
   *
   * @param mostParts of more, reading fails
   * @return empty when the type is not multipart/form-data with a boundary
   */
  public static Optional<MultipartBody> of(String contentType, InputStream body, int mostParts) {
    Map<String, String> parameters = new HashMap<>();
    String type = HttpField.getValueParameters(contentType, parameters);
    String boundary = parameters.getOrDefault("boundary", "");
    return "multipart/form-data".equalsIgnoreCase(type) && !boundary.isEmpty()
        ? Optional.of(new MultipartBody(body, boundary, mostParts))
        : Optional.empty();
  }

  /**
   * One part.
   *
   * @param name of the form's field
   * @param fileName as the caller calls it; not to be trusted as a path
   * @param contentType empty when it does not say
   * @param content to be read before the next part is asked for
   */
  public record Part(
      String name, Optional<String> fileName, Optional<String> contentType, InputStream content) {
    /** Leaves out what it says. */
    @Override
    public String toString() {
      return "Part[" + name + "]";
    }
  }

  /**
   * Waits for the next part; what is left of the one before is thrown away.
   *
   * @return empty after the last
   * @throws RefusedRequestException with status 400 when the body is malformed
   */
  public Optional<Part> next() throws IOException {
    while (true) {
      switch (event()) {
        case Event.Headers headers -> {
          return Optional.of(part(headers.values()));
        }
        case Event.End end -> {
          events.add(end);
          return Optional.empty();
        }
        case Event.Bytes skipped -> {}
        case Event.PartEnd ended -> {}
        case Event.Failure failure -> throw malformed();
      }
    }
  }

  private Part part(Map<String, String> headers) throws RefusedRequestException {
    Map<String, String> parameters = new HashMap<>();
    String disposition =
        HttpField.getValueParameters(headers.getOrDefault("content-disposition", ""), parameters);
    String name = parameters.get("name");
    if (!"form-data".equalsIgnoreCase(disposition) || name == null) {
      throw malformed();
    }
    return new Part(
        name,
        Optional.ofNullable(parameters.get("filename")),
        Optional.ofNullable(headers.get("content-type")),
        new PartStream());
  }

  private Event event() throws IOException {
    while (events.isEmpty()) {
      byte[] buffer = new byte[BUFFER];
      int read = body.read(buffer);
      // The parser keeps slices of what it is given.
      parser.parse(
          read < 0
              ? Content.Chunk.EOF
              : Content.Chunk.from(ByteBuffer.wrap(buffer, 0, read), false));
      if (read < 0 && events.isEmpty()) {
        throw malformed();
      }
    }
    return events.remove();
  }

  private static RefusedRequestException malformed() {
    return new RefusedRequestException(
        400,
        "The body must be multipart/form-data as RFC 7578 defines it, with a name for each part.");
  }

  /** Told by the parser, within {@link #event()}. */
  private final class Listener implements MultiPart.Parser.Listener {
    private Map<String, String> headers = new HashMap<>();

    @Override
    public void onPartBegin() {
      headers = new HashMap<>();
    }

    @Override
    public void onPartHeader(String name, String value) {
      String _ = headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
    }

    @Override
    public void onPartHeaders() {
      events.add(new Event.Headers(headers));
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
      if (chunk.hasRemaining()) {
        events.add(new Event.Bytes(chunk.getByteBuffer().slice()));
      }
    }

    @Override
    public void onPartEnd() {
      events.add(new Event.PartEnd());
    }

    @Override
    public void onComplete() {
      events.add(new Event.End());
    }

    @Override
    public void onFailure(Throwable failure) {
      events.add(new Event.Failure());
    }
  }

  /** The bytes of the part that was begun last. */
  private final class PartStream extends InputStream {
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private boolean ended;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (!ended && !bytes.hasRemaining()) {
        switch (event()) {
          case Event.Bytes more -> bytes = more.bytes();
          case Event.PartEnd end -> ended = true;
          case Event.Headers next -> throw new IllegalStateException("a part without an end");
          case Event.End end -> throw new IllegalStateException("a part without an end");
          case Event.Failure failure -> throw malformed();
        }
      }
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int count = Math.min(length, bytes.remaining());
      bytes.get(target, offset, count);
      return count;
    }
  }
}
