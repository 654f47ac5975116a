package dev.kubezap.gateway.stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/** A WebSocket, each frame to the reader one JSON object. */
final class WebSocketWriter implements EventWriter {

  private static final short GOING_AWAY = 1001;
  private static final short TRY_AGAIN_LATER = 1013;

  private final ServerWebSocket socket;
  private final Runnable ping;
  private final Overdue overdue = new Overdue();

  /**
   * @param ping asks the reader whether it is there
   */
  WebSocketWriter(ServerWebSocket socket, Runnable ping) {
    this.socket = socket;
    this.ping = ping;
    socket.setWriteQueueMaxSize(Overdue.QUEUE);
  }

  @Override
  public void status(String type, Buffer document) {
    write(document.toString());
  }

  /** Every document is an object with fields: the place is put before them. */
  @Override
  public void event(String type, Buffer document, String place) {
    write("{\"cursor\":\"" + place + "\"," + document.getString(1, document.length()));
  }

  @Override
  public void place(String place) {
    write(
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "cursor")
            .put("cursor", place)
            .toString());
  }

  @Override
  public void heartbeat() {
    ping.run();
  }

  private void write(String text) {
    if (!socket.isClosed()) {
      overdue.add(isFull(), text.length());
      var _ = socket.writeTextMessage(text);
    }
  }

  @Override
  public boolean isFull() {
    return !socket.isClosed() && socket.writeQueueFull();
  }

  @Override
  public long overdue() {
    return overdue.bytes();
  }

  @Override
  public void onDrain(Runnable then) {
    socket.drainHandler(any -> then.run());
  }

  @Override
  public void onGone(Runnable then) {
    socket.closeHandler(any -> then.run());
    if (socket.isClosed()) {
      then.run();
    }
  }

  @Override
  public void close() {
    close(GOING_AWAY, "come back");
  }

  @Override
  public void cut() {
    close(TRY_AGAIN_LATER, "too slow");
  }

  private void close(short code, String reason) {
    if (!socket.isClosed()) {
      var _ = socket.close(code, reason);
    }
  }
}
