package dev.kubezap.pod.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jboss.logging.Logger;

/**
 * Makes texts of a client's frames; the next is asked for when somebody wants to read one. Jetty
 * itself keeps the order of fragments, masks and lengths to the rules.
 */
final class WebSocketFrames implements FrameHandler {
  static final int LONGEST_MESSAGE = 64 * 1024;
  private static final Logger LOG = Logger.getLogger(WebSocketFrames.class);

  private final CompletableFuture<CoreSession> opened = new CompletableFuture<>();
  private final BlockingQueue<Optional<String>> texts = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();

  /** The session, once it is open; fails when it ends before. */
  CompletableFuture<CoreSession> opened() {
    return opened;
  }

  /** The texts that were asked for; empty at the end. */
  BlockingQueue<Optional<String>> texts() {
    return texts;
  }

  @Override
  public void onOpen(CoreSession session, Callback callback) {
    callback.succeeded();
    boolean _ = opened.complete(session);
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    switch (frame.getOpCode()) {
      case OpCode.PING -> answer(frame, callback);
      case OpCode.TEXT, OpCode.CONTINUATION -> take(frame, callback);
      case OpCode.BINARY -> refuse(CloseStatus.BAD_DATA, "text only", callback);
      case OpCode.CLOSE -> {
        texts.add(Optional.empty());
        callback.succeeded();
      }
      default -> {
        callback.succeeded();
        session().demand();
      }
    }
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    LOG.debugf("A WebSocket broke: %s", cause.getMessage());
    boolean _ = opened.completeExceptionally(cause);
    texts.add(Optional.empty());
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus status, Callback callback) {
    boolean _ = opened.completeExceptionally(new IllegalStateException("closed"));
    texts.add(Optional.empty());
    callback.succeeded();
  }

  private void answer(Frame ping, Callback callback) {
    Frame pong = new Frame(OpCode.PONG, BufferUtil.copy(ping.getPayload()));
    session().sendFrame(pong, Callback.from(callback, session()::demand), false);
  }

  private void take(Frame frame, Callback callback) {
    byte[] payload = BufferUtil.toArray(frame.getPayload());
    if (message.size() + payload.length > LONGEST_MESSAGE) {
      refuse(CloseStatus.MESSAGE_TOO_LARGE, "message too long", callback);
      return;
    }
    message.writeBytes(payload);
    if (!frame.isFin()) {
      callback.succeeded();
      session().demand();
      return;
    }
    Optional<String> text = text(message.toByteArray());
    message.reset();
    if (text.isEmpty()) {
      refuse(CloseStatus.BAD_PAYLOAD, "not UTF-8", callback);
      return;
    }
    callback.succeeded();
    texts.add(text);
  }

  private void refuse(int code, String reason, Callback callback) {
    texts.add(Optional.empty());
    session().close(code, reason, callback);
  }

  private CoreSession session() {
    return opened.join();
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
