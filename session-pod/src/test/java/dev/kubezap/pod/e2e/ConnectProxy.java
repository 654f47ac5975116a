package dev.kubezap.pod.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An HTTP proxy for tunnels, which can go away and come back at the same port. */
final class ConnectProxy implements AutoCloseable {
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final int port;
  private volatile ServerSocket listener;

  ConnectProxy() throws IOException {
    listener = listen(0);
    port = listener.getLocalPort();
  }

  int port() {
    return port;
  }

  private ServerSocket listen(int at) throws IOException {
    ServerSocket made = new ServerSocket(at, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> accept(made));
    return made;
  }

  private void accept(ServerSocket from) {
    while (!from.isClosed()) {
      try {
        Socket client = from.accept();
        sockets.add(client);
        Thread.ofVirtual().start(() -> tunnel(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void tunnel(Socket client) {
    try (client) {
      // CONNECT host:port HTTP/1.1
      String target = head(client.getInputStream()).split(" ", 3)[1];
      int colon = target.lastIndexOf(':');
      try (Socket server =
          new Socket(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)))) {
        sockets.add(server);
        OutputStream out = client.getOutputStream();
        out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        Thread.ofVirtual().start(() -> pump(server, client));
        client.getInputStream().transferTo(server.getOutputStream());
      }
    } catch (IOException e) {
      // One side has ended: so has the tunnel.
      return;
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      return;
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /** Every tunnel breaks, new ones are refused. */
  void leave() throws IOException {
    listener.close();
    breakTunnels();
  }

  /** Every tunnel breaks. */
  void breakTunnels() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  /** It is back, at the same port. */
  void comeBack() throws IOException {
    listener = listen(port);
  }

  @Override
  public void close() throws IOException {
    leave();
  }
}
