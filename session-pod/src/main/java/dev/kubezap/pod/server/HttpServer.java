package dev.kubezap.pod.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** A listening port: one thread for each connection, one that accepts, one that sweeps. */
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(HttpServer.class);
  private static final int BACKLOG = 128;
  private static final int PLATFORM_THREADS = 32;
  private static final Duration SWEEP = Duration.ofSeconds(5);
  private static final Duration ACCEPT_PAUSE = Duration.ofMillis(100);

  private final ServerSocket listener;
  private final ServerLimits limits;
  private final HttpHandler handler;
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private final Thread acceptor;
  private final Thread sweeper;

  private HttpServer(ServerSocket listener, ServerLimits limits, HttpHandler handler) {
    this.listener = listener;
    this.limits = limits;
    this.handler = handler;
    acceptor = Thread.ofVirtual().name("http-accept").unstarted(this::accept);
    sweeper = Thread.ofVirtual().name("http-sweep").unstarted(this::sweep);
  }

  /**
   * Listens and serves.
   *
   * @param port 0 for any free one
   * @throws IOException when the port cannot be used
   */
  public static HttpServer open(String host, int port, ServerLimits limits, HttpHandler handler)
      throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(host, port), BACKLOG);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    return on(listener, limits, handler);
  }

  /** Serves a port that is bound. */
  static HttpServer on(ServerSocket listener, ServerLimits limits, HttpHandler handler) {
    HttpServer server = new HttpServer(listener, limits, handler);
    server.acceptor.start();
    server.sweeper.start();
    return server;
  }

  /** The port that it listens on. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Ends at once, with all connections. */
  @Override
  public void close() {
    sweeper.interrupt();
    try {
      listener.close();
    } catch (IOException e) {
      LOG.debugf("A port could not be closed: %s", e.getMessage());
    }
    connections.forEach(HttpConnection::close);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        serve(listener.accept());
      } catch (IOException e) {
        if (!listener.isClosed()) {
          LOG.warnf("A connection could not be accepted: %s", e.getMessage());
          rest(ACCEPT_PAUSE);
        }
      } catch (RuntimeException | Error e) {
        // Such as a thread that cannot be made: without this one nobody would ever accept again.
        LOG.error("A connection could not be served", e);
        rest(ACCEPT_PAUSE);
      }
    }
  }

  private void serve(Socket socket) throws IOException {
    if (connections.size() >= limits.connections()) {
      LOG.warnf("More than %d connections are open: one is turned away", limits.connections());
      socket.close();
      return;
    }
    HttpConnection connection;
    try {
      connection = new HttpConnection(socket, limits, handler);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    connections.add(connection);
    // Waking a virtual thread costs more than the answer to a short request; many connections that
    // only listen to events are cheaper as virtual ones.
    Thread.Builder thread =
        connections.size() <= PLATFORM_THREADS ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
    try {
      thread.name("http").start(() -> serve(connection));
    } catch (RuntimeException | Error e) {
      connections.remove(connection);
      connection.close();
      throw e;
    }
  }

  private void serve(HttpConnection connection) {
    try {
      connection.serve();
    } finally {
      connections.remove(connection);
    }
  }

  private void sweep() {
    while (!listener.isClosed() && rest(SWEEP)) {
      long now = System.nanoTime();
      connections.forEach(connection -> connection.closeWhenStuck(now));
    }
  }

  private static boolean rest(Duration time) {
    try {
      Thread.sleep(time);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
