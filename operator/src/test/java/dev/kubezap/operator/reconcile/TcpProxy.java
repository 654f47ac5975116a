package dev.kubezap.operator.reconcile;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes bytes on to a server on loopback until it is told to do something else with them. */
final class TcpProxy implements AutoCloseable {

  private final int target;
  private final ServerSocket listener;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile boolean refusing;

  /**
   * Listens.
   *
   * @param target the server's port
   */
  TcpProxy(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How many connections there are. */
  int connections() {
    return links.size();
  }

  /** Ends all connections. */
  void cut() {
    links.forEach(Link::close);
  }

  /** From now on what goes over the connections that exist is swallowed; they stay open. */
  void swallow() {
    links.forEach(link -> link.swallowing = true);
  }

  /** Whether new connections are ended at once. */
  void refuse(boolean refuse) {
    refusing = refuse;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        take(listener.accept());
      } catch (IOException closed) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(closed);
        }
      }
    }
  }

  private void take(Socket caller) throws IOException {
    if (refusing) {
      caller.close();
      return;
    }
    try {
      new Link(caller, connect()).start();
    } catch (ConnectException away) {
      caller.close();
    }
  }

  private Socket connect() throws IOException {
    var socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
    return socket;
  }

  /** One connection. */
  private final class Link {
    private final Socket caller;
    private final Socket server;
    private volatile boolean swallowing;

    Link(Socket caller, Socket server) {
      this.caller = caller;
      this.server = server;
    }

    void start() {
      links.add(this);
      Thread.ofVirtual().start(() -> pass(caller, server));
      Thread.ofVirtual().start(() -> pass(server, caller));
    }

    private void pass(Socket from, Socket to) {
      var bytes = new byte[16_384];
      try (InputStream in = from.getInputStream();
          OutputStream out = to.getOutputStream()) {
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
          if (!swallowing) {
            out.write(bytes, 0, count);
          }
        }
      } catch (IOException ended) {
        // One side is gone; the other is told below.
      } finally {
        close();
      }
    }

    void close() {
      links.remove(this);
      for (Socket socket : new Socket[] {caller, server}) {
        try {
          socket.close();
        } catch (IOException alreadyGone) {
          // It is closed all the same.
        }
      }
    }
  }
}
