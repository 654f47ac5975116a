package dev.kubezap.simulator.transport;

import dev.kubezap.simulator.crypto.Bytes;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The server's end of one WebSocket (RFC 6455). One thread may receive while another sends; sends
 * are serialised.
 */
public final class WebSocketChannel implements AutoCloseable {
  private static final int MAX_MESSAGE = 17 << 20;
  private static final int BUFFER = 1 << 14;
  private static final Duration LINGER = Duration.ofSeconds(2);
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final CountDownLatch receivingEnded = new CountDownLatch(1);
  private boolean closeSent;

  WebSocketChannel(Socket socket, DataInputStream in, OutputStream out) {
    this.socket = socket;
    this.in = in;
    this.out = new BufferedOutputStream(out, BUFFER);
  }

  /** Waits for the next binary message; empty when the peer closed. */
  public Optional<Bytes> receive() throws IOException {
    Bytes message = Bytes.EMPTY;
    while (true) {
      int first;
      try {
        first = in.readUnsignedByte();
      } catch (EOFException e) {
        return Optional.empty();
      }
      Bytes payload = payload(message.size());
      switch (first & 0x0f) {
        case CONTINUATION, BINARY -> {
          message = message.size() == 0 ? payload : Bytes.concat(message, payload);
          if ((first & 0x80) != 0) {
            return Optional.of(message);
          }
        }
        case PING -> frame(PONG, payload);
        case PONG -> {}
        case CLOSE -> {
          sendClose(payload.size() >= 2 ? payload.slice(0, 2) : Bytes.EMPTY);
          return Optional.empty();
        }
        case TEXT -> throw new IOException("A text message; WhatsApp speaks in binary ones");
        default -> throw new IOException("Unknown WebSocket opcode " + (first & 0x0f));
      }
    }
  }

  private Bytes payload(int already) throws IOException {
    int second = in.readUnsignedByte();
    if ((second & 0x80) == 0) {
      throw new IOException("A client's WebSocket frame must be masked");
    }
    long size = second & 0x7f;
    if (size == 126) {
      size = in.readUnsignedShort();
    } else if (size == 127) {
      size = in.readLong();
    }
    if (size < 0 || size + already > MAX_MESSAGE) {
      throw new IOException("A WebSocket message of more than " + MAX_MESSAGE + " bytes");
    }
    byte[] mask = in.readNBytes(4);
    byte[] data = in.readNBytes((int) size);
    if (mask.length < 4 || data.length < size) {
      throw new EOFException("The connection ended inside a WebSocket frame");
    }
    for (int i = 0; i < data.length; i++) {
      data[i] ^= mask[i & 3];
    }
    return Bytes.of(data);
  }

  /** Sends one binary message, and what was written before it. */
  public void send(Bytes message) throws IOException {
    frame(BINARY, message);
  }

  /** Puts one binary message behind those that the next {@link #flush} sends. */
  public void write(Bytes message) throws IOException {
    write(BINARY, message);
  }

  /** Sends what has been written. */
  public synchronized void flush() throws IOException {
    out.flush();
  }

  private synchronized void frame(int opcode, Bytes payload) throws IOException {
    write(opcode, payload);
    out.flush();
  }

  private synchronized void write(int opcode, Bytes payload) throws IOException {
    if (closeSent) {
      throw new IOException("The WebSocket is closed");
    }
    int size = payload.size();
    Bytes head;
    if (size < 126) {
      head = Bytes.of((byte) (0x80 | opcode), (byte) size);
    } else if (size < 1 << 16) {
      head = Bytes.concat(Bytes.of((byte) (0x80 | opcode), (byte) 126), Bytes.number(size, 2));
    } else {
      head = Bytes.concat(Bytes.of((byte) (0x80 | opcode), (byte) 127), Bytes.number(size, 8));
    }
    out.write(Bytes.concat(head, payload).toArray());
  }

  private synchronized void sendClose(Bytes code) throws IOException {
    if (!closeSent) {
      frame(CLOSE, code);
      closeSent = true;
      socket.shutdownOutput();
    }
  }

  /** Nobody receives any more, so that {@link #close} need not wait. */
  public void receivingEnded() {
    receivingEnded.countDown();
  }

  /**
   * Says goodbye and ends the connection, once the peer has ended its side or {@link #LINGER} is
   * over: a socket that is closed with bytes unread is reset, and a peer that is just sending then
   * loses what it was sent last.
   */
  @Override
  public void close() {
    try {
      sendClose(Bytes.number(1000, 2));
      boolean _ = receivingEnded.await(LINGER.toMillis(), TimeUnit.MILLISECONDS);
      socket.close();
    } catch (IOException e) {
      abort();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      abort();
    }
  }

  /**
   * Leaves the closing to the peer, which has been told to go; ends the connection as {@link
   * #close} does when it has not closed in time.
   */
  public void closeAfterPeer(Duration patience) throws InterruptedException, IOException {
    flush();
    boolean _ = receivingEnded.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    close();
  }

  /** Ends the connection as a failing network does: with a reset and no goodbye. */
  public void abort() {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // The socket is gone already, which is what abort is for.
    }
    try {
      socket.close();
    } catch (IOException e) {
      // As above.
    }
  }

  /** The peer's address, for people. */
  public String remote() {
    return String.valueOf(socket.getRemoteSocketAddress());
  }
}
