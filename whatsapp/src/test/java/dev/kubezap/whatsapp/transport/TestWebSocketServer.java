package dev.kubezap.whatsapp.transport;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A server on a free port of the loopback whose every connection a test serves as it likes. */
public final class TestWebSocketServer implements AutoCloseable {

  private final ServerSocket listening;
  private final String scheme;
  private final Handler handler;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

  /** Serves one connection from its first byte. */
  public interface Handler {
    void serve(Peer peer) throws Exception;
  }

  private TestWebSocketServer(ServerSocket listening, String scheme, Handler handler) {
    this.listening = listening;
    this.scheme = scheme;
    this.handler = handler;
  }

  public static TestWebSocketServer start(Handler handler) throws IOException {
    return start(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), "ws", handler);
  }

  static TestWebSocketServer start(ServerSocket listening, String scheme, Handler handler) {
    TestWebSocketServer server = new TestWebSocketServer(listening, scheme, handler);
    Thread.ofVirtual().start(server::accept);
    return server;
  }

  public URI uri() {
    return URI.create(scheme + "://127.0.0.1:" + listening.getLocalPort() + "/ws/chat?a=b");
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      handler.serve(new Peer(socket));
    } catch (Exception e) {
      failures.add(e);
    }
  }

  /** What a handler threw, if one did. */
  @Nullable Throwable failure() {
    return failures.poll();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** The server's end of one connection. */
  public static final class Peer {
    final DataInputStream in;
    final OutputStream out;
    final Socket socket;
    final Map<String, String> headers = new HashMap<>();
    String requestLine = "";

    Peer(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      this.out = socket.getOutputStream();
    }

    void readRequest() throws IOException {
      requestLine = line();
      for (String line = line(); !line.isEmpty(); line = line()) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
      }
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
        if (next != '\r') {
          line.append((char) next);
        }
      }
      return line.toString();
    }

    /** Reads the request and accepts the WebSocket. */
    public Peer upgrade() throws IOException {
      readRequest();
      String key = headers.getOrDefault("sec-websocket-key", "");
      text(
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Accept: "
              + WebSocketFormat.accept(key)
              + "\r\n\r\n");
      return this;
    }

    void text(String text) throws IOException {
      raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void raw(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    /** Sends an unmasked frame. */
    void frame(int first, byte[] payload) throws IOException {
      byte[] masked = WebSocketFormat.frame(0, payload, new byte[4]);
      int header = masked.length - payload.length - 4;
      byte[] frame = new byte[header + payload.length];
      System.arraycopy(masked, 0, frame, 0, header);
      frame[0] = (byte) first;
      frame[1] &= 0x7F;
      System.arraycopy(payload, 0, frame, header, payload.length);
      raw(frame);
    }

    /** Sends a binary message. */
    public void send(byte[] payload) throws IOException {
      frame(0x82, payload);
    }

    /** Reads a frame, which must be masked and whole: its opcode and its payload. */
    Message receiveFrame() throws IOException {
      int first = in.readUnsignedByte();
      int second = in.readUnsignedByte();
      if ((first & 0xF0) != 0x80 || (second & 0x80) == 0) {
        throw new IOException("not a whole, masked frame");
      }
      long length = second & 0x7F;
      length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
      byte[] mask = in.readNBytes(4);
      byte[] payload = in.readNBytes((int) length);
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= mask[i % 4];
      }
      return new Message(first & 0x0F, new String(payload, StandardCharsets.ISO_8859_1));
    }

    /** Reads the next binary message; null when the client closed the WebSocket. */
    public byte @Nullable [] receive() throws IOException {
      Message message = receiveFrame();
      return message.opcode() == 8 ? null : message.payload().getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  /** A frame; each byte of the payload is one character. */
  record Message(int opcode, String payload) {}
}
