package dev.kubezap.whatsapp.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that speaks HTTP CONNECT and asks for user and password. */
public final class TestProxy implements AutoCloseable {
  private final ServerSocket listening;
  private final String authorization;
  private final List<String> tunnels = new CopyOnWriteArrayList<>();

  private TestProxy(ServerSocket listening, String authorization) {
    this.listening = listening;
    this.authorization = authorization;
  }

  public static TestProxy start(String user, String password) throws IOException {
    String pair = user + ":" + password;
    TestProxy proxy =
        new TestProxy(
            new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
            "Proxy-Authorization: Basic "
                + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  public URI uri(String userInfo) {
    return URI.create("http://" + userInfo + "127.0.0.1:" + listening.getLocalPort());
  }

  /** Where tunnels were opened to, in order. */
  public List<String> tunnels() {
    return List.copyOf(tunnels);
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) socket.getInputStream().read());
      }
      if (!head.toString().contains(authorization)) {
        text(socket, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
        return;
      }
      String target = head.toString().split(" ", -1)[1];
      int colon = target.lastIndexOf(':');
      try (Socket server =
          new Socket(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)))) {
        tunnels.add(target);
        text(socket, "HTTP/1.1 200 OK\r\n\r\n");
        Thread back = Thread.ofVirtual().start(() -> copy(server, socket));
        copy(socket, server);
        back.join();
      }
    } catch (IOException ended) {
      // Either side may end a tunnel.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void text(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void copy(Socket from, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      from.getInputStream().transferTo(out);
      to.shutdownOutput();
    } catch (IOException ended) {
      // Either side may end a tunnel.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
