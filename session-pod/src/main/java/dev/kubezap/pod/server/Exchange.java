package dev.kubezap.pod.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request and its answer. Used by one thread. */
public final class Exchange {
  private static final int NO_CONTENT = 204;

  private final RequestHead head;
  private final ConnectionInput in;
  private final ConnectionOutput out;
  private final RequestBody body;
  private boolean answered;
  private boolean persistent;

  Exchange(RequestHead head, ConnectionInput in, ConnectionOutput out) {
    this.head = head;
    this.in = in;
    this.out = out;
    body = new RequestBody(in, out, head);
  }

  /** The method, such as {@code GET}. */
  public String method() {
    return head.method();
  }

  /** The path as it was sent, percent-encoded, without the query. */
  public String path() {
    return head.path();
  }

  /** What follows the question mark; empty when there is none. */
  public String query() {
    return head.query();
  }

  /** The headers by lower-case name; of a repeated one the first. */
  public Map<String, String> headers() {
    return head.headers();
  }

  /** Whether the request has a body. */
  public boolean hasBody() {
    return head.hasBody();
  }

  /**
   * Reads the body.
   *
   * @param share of the memory for long bodies; to be closed after the answer
   * @throws RefusedRequestException with status 413 when it is longer than {@code limit} bytes, 400
   *     when it is malformed, 503 when too many long ones are in work
   * @throws java.net.SocketTimeoutException when it does not arrive within {@code time}
   */
  public byte[] body(int limit, Duration time, BodyMemory.Share share) throws IOException {
    in.within(time);
    return body.read(limit, share);
  }

  /**
   * Answers as a whole.
   *
   * @throws IOException when the caller has gone
   */
  public void respond(Response response) throws IOException {
    answer();
    // What is left of a body cannot be told from a next request.
    persistent = head.persistent() && body.isEnded();
    Map<String, String> headers = new LinkedHashMap<>(response.headers());
    if (response.status() != NO_CONTENT) {
      headers.put("Content-Length", Integer.toString(response.body().length));
    }
    if (!persistent) {
      headers.put("Connection", "close");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 + response.body().length);
    bytes.writeBytes(start(response.status(), headers));
    if (!head.method().equals("HEAD")) {
      bytes.writeBytes(response.body());
    }
    out.write(bytes.toByteArray());
  }

  /** Answers by a stream; the connection ends with it. */
  public ResponseStream stream(Map<String, String> headers) throws IOException {
    answer();
    Map<String, String> all = new LinkedHashMap<>(headers);
    if (head.chunking()) {
      all.put("Transfer-Encoding", "chunked");
    }
    all.put("Connection", "close");
    out.write(start(200, all));
    return new ResponseStream(in, out, head.chunking());
  }

  /**
   * Goes on as a WebSocket; the connection ends with it.
   *
   * @throws RefusedRequestException when the request is not the opening of one
   */
  public WebSocketChannel upgrade() throws IOException {
    Map<String, String> headers = WebSocketOpening.answer(head);
    answer();
    out.write(start(101, headers));
    return new WebSocketChannel(in, out);
  }

  /** Whether it has been answered, or the answer has begun. */
  public boolean isAnswered() {
    return answered;
  }

  boolean isPersistent() {
    return persistent;
  }

  /** Whether the caller is still sending what nobody reads. */
  boolean isBodyComing() {
    return body.isComing();
  }

  private void answer() {
    if (answered) {
      throw new IllegalStateException("the request has been answered");
    }
    answered = true;
  }

  private static byte[] start(int status, Map<String, String> headers) {
    StringBuilder text = new StringBuilder(256);
    text.append("HTTP/1.1 ").append(status).append(' ').append(StatusText.of(status));
    headers.forEach(
        (name, value) -> {
          if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("the header " + name + " has a line break");
          }
          text.append("\r\n").append(name).append(": ").append(value);
        });
    return text.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
