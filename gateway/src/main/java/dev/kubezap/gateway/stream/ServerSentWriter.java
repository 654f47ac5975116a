package dev.kubezap.gateway.stream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicBoolean;

/** An answer of server-sent events. */
final class ServerSentWriter implements EventWriter {

  private static final Buffer BEGIN = Buffer.buffer("retry: 2000\n\n");
  private static final Buffer HEARTBEAT = Buffer.buffer(": \n\n");

  private final HttpServerResponse response;
  private final Overdue overdue = new Overdue();
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Begins the answer. */
  ServerSentWriter(HttpServerResponse response) {
    this.response = response;
    response.setWriteQueueMaxSize(Overdue.QUEUE);
    response.putHeader("Content-Type", "text/event-stream; charset=utf-8");
    response.putHeader("Cache-Control", "no-store");
    response.setChunked(true);
    write(BEGIN);
  }

  @Override
  public void status(String type, Buffer document) {
    write(frame("", type, document));
  }

  @Override
  public void event(String type, Buffer document, String place) {
    write(frame("id: " + place + "\n", type, document));
  }

  @Override
  public void place(String place) {
    write(Buffer.buffer("id: " + place + "\n\n"));
  }

  @Override
  public void heartbeat() {
    write(HEARTBEAT);
  }

  private static Buffer frame(String id, String type, Buffer document) {
    return Buffer.buffer(id)
        .appendString("event: ")
        .appendString(type)
        .appendString("\ndata: ")
        .appendBuffer(document)
        .appendString("\n\n");
  }

  private void write(Buffer text) {
    if (!ended.get() && !response.closed()) {
      overdue.add(isFull(), text.length());
      var _ = response.write(text);
    }
  }

  @Override
  public boolean isFull() {
    return response.writeQueueFull();
  }

  @Override
  public long overdue() {
    return overdue.bytes();
  }

  @Override
  public void onDrain(Runnable then) {
    response.drainHandler(any -> then.run());
  }

  @Override
  public void onGone(Runnable then) {
    response.exceptionHandler(any -> then.run());
    response.closeHandler(any -> then.run());
    if (response.closed()) {
      then.run();
    }
  }

  @Override
  public void close() {
    if (!ended.getAndSet(true) && !response.closed()) {
      var _ = response.end();
    }
  }

  @Override
  public void cut() {
    ended.set(true);
    var _ = response.reset();
  }
}
