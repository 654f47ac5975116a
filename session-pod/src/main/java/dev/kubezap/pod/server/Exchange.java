package dev.kubezap.pod.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;

/** A request and its answer. Used by one thread. */
public final class Exchange {
  /** Where {@link #headers} have the trace context that the request is answered within. */
  public static final String TRACE = ":trace";

  private static final int NO_CONTENT = 204;
  private static final Duration LINGER = Duration.ofSeconds(2);
  private static final int PART = 16 * 1024;
  private static final long MOST_DISCARDED = 16L << 20;

  private final Request request;
  private final org.eclipse.jetty.server.Response response;
  private final Callback callback;
  private final CallerWaits waits;
  private final WebSocketMappings webSockets;
  private final RequestBody body;
  private Optional<Map<String, String>> headers = Optional.empty();
  private boolean answered;
  private int status;
  private boolean upgraded;

  Exchange(
      Request request,
      org.eclipse.jetty.server.Response response,
      Callback callback,
      CallerWaits waits,
      WebSocketMappings webSockets) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.waits = waits;
    this.webSockets = webSockets;
    body = new RequestBody(request);
  }

  /** The method, such as {@code GET}. */
  public String method() {
    return request.getMethod();
  }

  /** The path as it was sent, percent-encoded, without the query. */
  public String path() {
    return request.getHttpURI().getPath();
  }

  /** What follows the question mark; empty when there is none. */
  public String query() {
    String query = request.getHttpURI().getQuery();
    return query == null ? "" : query;
  }

  /** The headers by lower-case name; of a repeated one the first. */
  public Map<String, String> headers() {
    if (headers.isEmpty()) {
      Map<String, String> all = new HashMap<>();
      for (HttpField field : request.getHeaders()) {
        String value = field.getValue();
        all.putIfAbsent(field.getLowerCaseName(), value == null ? "" : value);
      }
      headers = Optional.of(Map.copyOf(all));
    }
    return headers.get();
  }

  /**
   * Puts it into a trace: among its headers under {@link #TRACE}, which no caller can send, so that
   * it stays with the request wherever that is passed on to.
   *
   * @param context a {@code traceparent}
   */
  public void trace(String context) {
    Map<String, String> all = new HashMap<>(headers());
    all.put(TRACE, context);
    headers = Optional.of(Map.copyOf(all));
  }

  /** The status that it was answered with, as far as it was. */
  public OptionalInt status() {
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }

  /** Whether the request has a body. */
  public boolean hasBody() {
    return RequestBody.isAnnounced(request);
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
    return body.read(limit, time, share);
  }

  /**
   * Reads the body as it comes; a slow reader slows the caller down. To be closed before the
   * answer.
   *
   * @param limit how many bytes are read at most; of more, reading fails with status 413
   */
  public InputStream bodyStream(long limit, BodyPace pace) throws RefusedRequestException {
    return new BodyStream(body, limit, pace);
  }

  /**
   * Answers as a whole.
   *
   * @throws IOException when the caller has gone
   */
  public void respond(Response answer) throws IOException {
    // What is left of a body cannot be told from a next request.
    respond(answer, !body.isEnded());
  }

  /** Answers a request that cannot be trusted, and takes no other on its connection. */
  void refuse(Response answer) throws IOException {
    respond(answer, true);
  }

  private void respond(Response answer, boolean last) throws IOException {
    start(answer.status(), answer.headers());
    if (answer.status() != NO_CONTENT) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
    }
    if (last) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    waits.write(done -> response.write(true, ByteBuffer.wrap(answer.body()), done));
    if (body.isComing()) {
      linger();
    }
  }

  /**
   * Answers with so many bytes of a source, which are in memory only in parts.
   *
   * @param source of which as many bytes are read as {@code length} says
   * @throws IOException when the caller has gone, or the source fails or ends too early: the
   *     connection is of no use then
   */
  public void respond(int status, Map<String, String> headers, InputStream source, long length)
      throws IOException {
    start(status, headers);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
    byte[] part = new byte[PART];
    long left = length;
    do {
      int read = source.readNBytes(part, 0, (int) Math.min(part.length, left));
      if (read == 0 && left > 0) {
        throw new EOFException("what is answered with is shorter than it was");
      }
      left -= read;
      boolean last = left == 0;
      waits.write(done -> response.write(last, ByteBuffer.wrap(part, 0, read), done));
    } while (left > 0);
  }

  /** Answers by a stream; the connection ends with it. */
  public ResponseStream stream(Map<String, String> headers) throws IOException {
    start(200, headers);
    HttpFields.Mutable all = response.getHeaders();
    all.put(HttpHeader.CONNECTION, "close");
    if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1) {
      // Without a length, its end would not be told from a connection that broke.
      all.put(HttpHeader.TRANSFER_ENCODING, "chunked");
    }
    ResponseStream stream = new ResponseStream(response, waits);
    stream.begin();
    return stream;
  }

  /**
   * Goes on as a WebSocket, on a thread of its own; the connection ends with it.
   *
   * @param conversation called in any case when this method returns; it may find the caller gone
   * @throws RefusedRequestException when the request is not the opening of one
   */
  public void upgrade(WebSocketConversation conversation) throws IOException {
    WebSocketChannel channel = new WebSocketChannel(waits);
    WebSocketOpening.accept(webSockets, channel, request, response, callback);
    answered = true;
    upgraded = true;
    Thread _ = Thread.ofVirtual().name("http-websocket").start(() -> conversation.run(channel));
  }

  /** Whether it has been answered, or the answer has begun. */
  public boolean isAnswered() {
    return answered;
  }

  /** The handler is done with it. */
  void end() {
    if (upgraded) {
      return;
    }
    ((CallerEndPoint) waits.caller()).answered();
    callback.succeeded();
  }

  /** Ends the connection without a further word. */
  void abort() {
    waits.caller().close();
    if (!upgraded) {
      callback.failed(new EofException("the connection was given up"));
    }
  }

  private void start(int status, Map<String, String> headers) {
    if (answered) {
      throw new IllegalStateException("the request has been answered");
    }
    headers.forEach(
        (name, value) -> {
          if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("the header " + name + " has a line break");
          }
        });
    answered = true;
    this.status = status;
    response.setStatus(status);
    headers.forEach(response.getHeaders()::put);
  }

  /** Lets the caller read the answer before its unread bytes would reset the connection. */
  private void linger() {
    try {
      body.discard(MOST_DISCARDED, System.nanoTime() + LINGER.toNanos());
    } catch (IOException e) {
      // It has been answered, and has gone or goes on: either way the connection ends now.
      waits.caller().close();
    }
  }
}
