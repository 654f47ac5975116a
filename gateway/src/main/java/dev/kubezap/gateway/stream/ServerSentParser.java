package dev.kubezap.gateway.stream;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads server-sent events out of bytes, however they are cut. Keeps one event at most, and of that
 * no more than {@link #LONGEST} bytes.
 */
final class ServerSentParser {

  /** Takes what was read. */
  interface Sink {
    /**
     * An event.
     *
     * @param id its id, empty text when it has none
     * @param type its type, empty text when it has none
     */
    void event(String id, String type, Buffer data);

    /** An event that is too long to be kept. */
    void tooLong(String id, String type);

    /** An id without an event: the place in the stream. */
    void place(String id);

    /** A comment, by which the other side says that it is there. */
    void comment();
  }

  /** As long as an event may be, in bytes. */
  static final int LONGEST = 1 << 20;

  private final Sink sink;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private Buffer data = Buffer.buffer();
  private String id = "";
  private String type = "";
  private boolean tooLong;

  ServerSentParser(Sink sink) {
    this.sink = sink;
  }

  /** Takes the next bytes. */
  void feed(Buffer chunk) {
    byte[] bytes = chunk.getBytes();
    int begin = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        keep(bytes, begin, i);
        begin = i + 1;
        end();
      }
    }
    keep(bytes, begin, bytes.length);
  }

  private void keep(byte[] bytes, int from, int to) {
    if (line.size() + data.length() + to - from > LONGEST) {
      tooLong = true;
    } else {
      line.write(bytes, from, to - from);
    }
  }

  private void end() {
    byte[] bytes = line.toByteArray();
    line.reset();
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\r') {
      length--;
    }
    if (length == 0) {
      dispatch();
    } else if (bytes[0] == ':') {
      sink.comment();
    } else {
      field(bytes, length);
    }
  }

  private void field(byte[] bytes, int length) {
    int colon = 0;
    while (colon < length && bytes[colon] != ':') {
      colon++;
    }
    int value = Math.min(colon + 1, length);
    if (value < length && bytes[value] == ' ') {
      value++;
    }
    switch (text(bytes, 0, colon)) {
      case "id" -> id = text(bytes, value, length);
      case "event" -> type = text(bytes, value, length);
      case "data" -> {
        if (data.length() > 0) {
          data.appendByte((byte) '\n');
        }
        data.appendBytes(bytes, value, length - value);
      }
      default -> {} // what is not known is passed over, as the format asks for
    }
  }

  private void dispatch() {
    if (tooLong) {
      sink.tooLong(id, type);
    } else if (data.length() > 0) {
      sink.event(id, type, data);
    } else if (!id.isEmpty()) {
      sink.place(id);
    }
    data = Buffer.buffer();
    id = "";
    type = "";
    tooLong = false;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
