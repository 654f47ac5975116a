package dev.kubezap.whatsapp.transport;

import dev.kubezap.whatsapp.crypto.RandomBytes;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A WebSocket after its upgrade (RFC 6455). Payloads are handed on as they arrive, without waiting
 * for the end of a message, since its bounds mean nothing here and waiting would cost memory.
 */
final class WebSocketTransport implements Transport {

  private static final int CHUNK = 16 << 10;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final RandomBytes random;
  private final long maxMessageBytes;
  // Guards out. The receiving thread answers pings, the sending thread does all else.
  private final ReentrantLock sending = new ReentrantLock();

  private long frameRemaining;
  private long messageBytes;
  private boolean insideMessage;
  private boolean finalFrame;

  WebSocketTransport(
      Socket socket,
      InputStream in,
      OutputStream out,
      WebSocketSettings settings,
      RandomBytes random) {
    this.socket = socket;
    this.in = new DataInputStream(in);
    this.out = new BufferedOutputStream(out, CHUNK);
    this.maxMessageBytes = settings.maxMessageBytes();
    this.random = random;
  }

  @Override
  public void send(byte[] bytes) throws IOException {
    write(WebSocketFormat.BINARY, bytes);
  }

  @Override
  public void flush() throws IOException {
    sending.lock();
    try {
      out.flush();
    } finally {
      sending.unlock();
    }
  }

  @Override
  public Optional<byte[]> receive() throws IOException {
    while (true) {
      if (frameRemaining > 0) {
        return Optional.of(payload());
      }
      int first = in.read();
      if (first < 0) {
        return Optional.empty();
      }
      if (!frameHeader(first, in.readUnsignedByte())) {
        return Optional.empty();
      }
    }
  }

  @Override
  public void end() throws IOException {
    write(WebSocketFormat.CLOSE, closePayload(WebSocketFormat.NORMAL_CLOSURE));
    flush();
  }

  /**
   * Closes the socket below TLS: closing TLS properly would wait for a writer that the peer does
   * not read from.
   */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException alreadyOfNoUse) {
      // Whoever still uses it hears of its end by an exception of its own.
      return;
    }
  }

  private byte[] payload() throws IOException {
    byte[] chunk = new byte[(int) Math.min(frameRemaining, CHUNK)];
    int length = in.read(chunk);
    if (length < 0) {
      throw new EOFException("the peer closed the connection inside a message");
    }
    frameRemaining -= length;
    insideMessage = frameRemaining > 0 || !finalFrame;
    return length == chunk.length ? chunk : Arrays.copyOf(chunk, length);
  }

  /** Takes a frame's header, and the whole frame when it is a control frame; false at the end. */
  private boolean frameHeader(int first, int second) throws IOException {
    if ((first & WebSocketFormat.RESERVED) != 0 || (second & WebSocketFormat.MASKED) != 0) {
      throw new IOException("the peer violates the WebSocket protocol");
    }
    int opcode = first & WebSocketFormat.OPCODE;
    long length = length(second);
    // Of eight bytes the highest bit must be zero (RFC 6455, section 5.2).
    if (length < 0) {
      throw new IOException("the peer violates the WebSocket protocol");
    }
    if (opcode >= WebSocketFormat.CLOSE) {
      return control(opcode, length, (first & WebSocketFormat.FINAL) != 0);
    }
    if (opcode != (insideMessage ? WebSocketFormat.CONTINUATION : WebSocketFormat.BINARY)) {
      throw new IOException("the peer sends a frame of kind " + opcode + " where none may be");
    }
    long before = insideMessage ? messageBytes : 0;
    if (length > maxMessageBytes - before) {
      throw new IOException("the peer sends a message of more than " + maxMessageBytes + " bytes");
    }
    messageBytes = before + length;
    finalFrame = (first & WebSocketFormat.FINAL) != 0;
    frameRemaining = length;
    insideMessage = frameRemaining > 0 || !finalFrame;
    return true;
  }

  private long length(int second) throws IOException {
    int length = second & ~WebSocketFormat.MASKED;
    return switch (length) {
      case 126 -> in.readUnsignedShort();
      case 127 -> in.readLong();
      default -> length;
    };
  }

  private boolean control(int opcode, long length, boolean complete) throws IOException {
    if (length > WebSocketFormat.MAX_CONTROL_PAYLOAD || !complete) {
      throw new IOException("the peer violates the WebSocket protocol");
    }
    byte[] payload = new byte[(int) length];
    in.readFully(payload);
    switch (opcode) {
      case WebSocketFormat.PING -> {
        write(WebSocketFormat.PONG, payload);
        flush();
      }
      case WebSocketFormat.PONG -> {}
      case WebSocketFormat.CLOSE -> {
        closed(payload);
        return false;
      }
      default -> throw new IOException("the peer sends a control frame of kind " + opcode);
    }
    return true;
  }

  private void closed(byte[] payload) throws IOException {
    int code =
        payload.length < 2
            ? WebSocketFormat.NORMAL_CLOSURE
            : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
    if (code != WebSocketFormat.NORMAL_CLOSURE && code != WebSocketFormat.GOING_AWAY) {
      throw new IOException("the peer closed the WebSocket with code " + code);
    }
  }

  private void write(int opcode, byte[] payload) throws IOException {
    byte[] frame = WebSocketFormat.frame(opcode, payload, random.next(4));
    sending.lock();
    try {
      out.write(frame);
    } finally {
      sending.unlock();
    }
  }

  private static byte[] closePayload(int code) {
    return new byte[] {(byte) (code >> 8), (byte) code};
  }
}
