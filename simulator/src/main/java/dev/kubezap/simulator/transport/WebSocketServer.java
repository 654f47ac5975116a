package dev.kubezap.simulator.transport;

import dev.kubezap.simulator.crypto.Bytes;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Accepts WebSocket connections at {@code /ws/chat}, and requests at other paths; one virtual
 * thread per connection.
 */
public final class WebSocketServer implements AutoCloseable {
  /** The path of the endpoint. */
  public static final String PATH = "/ws/chat";

  private static final Logger LOG = System.getLogger(WebSocketServer.class.getName());
  private static final int MAX_LINE = 8192;
  private static final int MAX_HEADERS = 100;
  private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final ServerSocket listener;
  private final Handler handler;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /** Takes over a bound socket, which may be one for TLS; {@link #start} begins to accept. */
  public WebSocketServer(ServerSocket listener, Handler handler) {
    this.listener = listener;
    this.handler = handler;
  }

  /** Serves one connection at a time on its thread; the connection ends when it returns. */
  public interface Handler {
    /** Whether to accept a new connection at all; may wait. */
    boolean admit(String remote) throws InterruptedException;

    /** Answers a request for another path; false when there is none such. */
    boolean answer(HttpRequest request, InputStream in, OutputStream out) throws IOException;

    /** Speaks with a client until it is done. */
    void serve(WebSocketChannel channel) throws IOException, InterruptedException;
  }

  /** Begins to accept. */
  public void start() {
    Thread.ofVirtual().name("simulator-accept").start(this::acceptLoop);
  }

  private void acceptLoop() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        Thread.ofVirtual().name("simulator-connection").start(() -> run(socket));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          LOG.log(Level.WARNING, "accept failed: {0}", e.getMessage());
        }
      }
    }
  }

  private void run(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      if (!handler.admit(String.valueOf(socket.getRemoteSocketAddress()))) {
        socket.setSoLinger(true, 0);
        return;
      }
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
      OutputStream out = socket.getOutputStream();
      if (upgrade(in, out)) {
        handler.serve(new WebSocketChannel(socket, in, out));
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "connection ended: {0}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(socket);
    }
  }

  private boolean upgrade(DataInputStream in, OutputStream out) throws IOException {
    String request = line(in);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      if (colon < 0 || headers.size() >= MAX_HEADERS) {
        return refuse(out, "400 Bad Request");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    String[] parts = request.split(" ", -1);
    if (parts.length != 3) {
      return refuse(out, "400 Bad Request");
    }
    String path = parts[1].split("\\?", 2)[0];
    if (!path.equals(PATH)
        && handler.answer(new HttpRequest(parts[0], parts[1], headers), in, out)) {
      return false;
    }
    if (!path.equals(PATH)) {
      return refuse(out, "404 Not Found");
    }
    if (!parts[0].equals("GET")) {
      return refuse(out, "400 Bad Request");
    }
    String key = headers.getOrDefault("sec-websocket-key", "");
    if (key.isEmpty() || !headers.getOrDefault("sec-websocket-version", "").equals("13")) {
      return refuse(out, "426 Upgrade Required");
    }
    String head =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + acceptKey(key)
            + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return true;
  }

  private static boolean refuse(OutputStream out, String status) throws IOException {
    String answer = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    out.write(answer.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return false;
  }

  private static String acceptKey(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(Bytes.utf8(key + ACCEPT_SUFFIX).toArray());
      return Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
      if (line.length() >= MAX_LINE) {
        throw new IOException("A header line of more than " + MAX_LINE + " bytes");
      }
      line.append((char) b);
    }
    return line.toString().strip();
  }

  /** The bound port. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Stops to accept and ends all connections. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "closing the listener failed: {0}", e.getMessage());
    }
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "closing a connection failed: {0}", e.getMessage());
      }
    }
  }
}
