package dev.kubezap.pod.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open WebSocket. Read by one thread; written by any. */
public final class WebSocketChannel {
  private static final int LONGEST_MESSAGE = 64 * 1024;
  private static final int LONGEST_REASON = 123;
  private static final int NORMAL = 1000;

  private final ConnectionInput in;
  private final ConnectionOutput out;
  private final AtomicBoolean closed = new AtomicBoolean();

  WebSocketChannel(ConnectionInput in, ConnectionOutput out) {
    this.in = in;
    this.out = out;
  }

  /**
   * Waits for the next text; answers pings meanwhile.
   *
   * @return empty when the client closes or breaks the rules: the channel is closed then
   * @throws IOException when the connection breaks
   */
  public Optional<String> read() throws IOException {
    in.within(Duration.ofDays(365));
    try {
      return message();
    } catch (WebSocketFailure e) {
      close(e.code(), e.reason());
      return Optional.empty();
    }
  }

  /** Sends a text. */
  public void write(String text) throws IOException {
    out.write(WebSocketFrame.write(WebSocketFrame.TEXT, text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Sends a ping, which shows that the client is there. */
  public void ping() throws IOException {
    out.write(WebSocketFrame.write(WebSocketFrame.PING, new byte[0]));
  }

  /**
   * Says goodbye, once.
   *
   * @param code of RFC 6455, section 7.4
   * @param reason at most 123 bytes
   */
  public void close(int code, String reason) throws IOException {
    if (closed.compareAndSet(false, true)) {
      byte[] text = reason.getBytes(StandardCharsets.UTF_8);
      byte[] payload = new byte[2 + Math.min(text.length, LONGEST_REASON)];
      payload[0] = (byte) (code >> 8);
      payload[1] = (byte) code;
      System.arraycopy(text, 0, payload, 2, payload.length - 2);
      out.write(WebSocketFrame.write(WebSocketFrame.CLOSE, payload));
    }
  }

  /** Whether one side has said goodbye. */
  public boolean isClosed() {
    return closed.get();
  }

  private Optional<String> message() throws IOException, WebSocketFailure {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    boolean begun = false;
    while (true) {
      WebSocketFrame frame = WebSocketFrame.read(in, LONGEST_MESSAGE - message.size());
      switch (frame.opcode()) {
        case WebSocketFrame.PING ->
            out.write(WebSocketFrame.write(WebSocketFrame.PONG, frame.payload()));
        case WebSocketFrame.PONG -> {}
        case WebSocketFrame.CLOSE -> {
          close(NORMAL, "");
          return Optional.empty();
        }
        case WebSocketFrame.TEXT, WebSocketFrame.CONTINUATION -> {
          if (begun == (frame.opcode() == WebSocketFrame.TEXT)) {
            throw new WebSocketFailure(WebSocketFailure.PROTOCOL, "fragments out of order");
          }
          begun = true;
          message.writeBytes(frame.payload());
          if (frame.last()) {
            return Optional.of(text(message.toByteArray()));
          }
        }
        default -> throw new WebSocketFailure(WebSocketFailure.NOT_TEXT, "text only");
      }
    }
  }

  private static String text(byte[] bytes) throws WebSocketFailure {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new WebSocketFailure(WebSocketFailure.NOT_UTF8, "not UTF-8");
    }
  }
}
