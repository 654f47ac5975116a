package dev.kubezap.pod.server;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/** An open WebSocket. Read by one thread; written by any. */
public final class WebSocketChannel {
  private static final int OPENING_SECONDS = 10;

  private final CallerWaits waits;
  private final WebSocketFrames frames = new WebSocketFrames();
  private final AtomicBoolean closed = new AtomicBoolean();

  WebSocketChannel(CallerWaits waits) {
    this.waits = waits;
  }

  WebSocketFrames frames() {
    return frames;
  }

  /**
   * Waits for the next text; pings are answered meanwhile.
   *
   * @return empty when the client closes or breaks the rules: the channel is closed then
   * @throws IOException when the connection breaks
   */
  public Optional<String> read() throws IOException {
    if (closed.get()) {
      return Optional.empty();
    }
    session().demand();
    try {
      Optional<String> text = frames.texts().take();
      if (text.isEmpty()) {
        closed.set(true);
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the process ends");
    }
  }

  /** Sends a text. */
  public void write(String text) throws IOException {
    send(new Frame(OpCode.TEXT, text));
  }

  /** Sends a ping, which shows that the client is there. */
  public void ping() throws IOException {
    send(new Frame(OpCode.PING, BufferUtil.EMPTY_BUFFER));
  }

  /**
   * Says goodbye, once.
   *
   * @param code of RFC 6455, section 7.4
   * @param reason at most 123 bytes
   */
  public void close(int code, String reason) throws IOException {
    if (closed.compareAndSet(false, true)) {
      CoreSession session = session();
      waits.write(done -> session.close(code, reason, done));
    }
  }

  /** Whether one side has said goodbye. */
  public boolean isClosed() {
    return closed.get();
  }

  private void send(Frame frame) throws IOException {
    CoreSession session = session();
    waits.write(done -> session.sendFrame(frame, done, false));
  }

  private CoreSession session() throws IOException {
    try {
      return frames.opened().get(OPENING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the process ends");
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the client went before the WebSocket was open", e);
    }
  }
}
