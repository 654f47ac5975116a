package dev.kubezap.pod.server;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.jboss.logging.Logger;

/**
 * Jetty as this process uses it: HTTP/1.1 and WebSocket on a few ports that share one set of
 * threads. A request is handled on a virtual thread of its own, which may wait.
 */
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(HttpServer.class);

  /** A selector for each port, and what hands tasks on. */
  private static final int PLATFORM_THREADS = 8;

  private static final int INPUT_BUFFER = 4 * 1024;
  private static final int OUTPUT_BUFFER = 16 * 1024;
  private static final long MOST_POOLED_BYTES = 1 << 20;

  private final ServerLimits limits;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final Server server;

  private HttpServer(ServerLimits limits) {
    this.limits = limits;
    QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS, 1);
    threads.setName("http");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    threads.setVirtualThreadsExecutor(requests);
    server =
        new Server(
            threads,
            null,
            new ArrayByteBufferPool(
                -1, -1, OUTPUT_BUFFER, -1, MOST_POOLED_BYTES, MOST_POOLED_BYTES));
    server.setErrorHandler(new RefusalWriter());
    WebSocketComponents components = new WebSocketComponents();
    server.addBean(components);
    server.setHandler(new RequestEntry(limits, new WebSocketMappings(components)));
  }

  /** A server that listens nowhere yet. */
  public static HttpServer start(ServerLimits limits) {
    HttpServer http = new HttpServer(limits);
    try {
      http.server.start();
    } catch (Exception e) {
      http.close();
      throw new IllegalStateException("the HTTP server did not start", e);
    }
    return http;
  }

  /**
   * Listens and serves.
   *
   * @param port 0 for any free one
   * @return the port that it listens on
   * @throws IOException when the port cannot be used
   */
  public int listen(String host, int port, HttpHandler handler) throws IOException {
    HttpPort connector = new HttpPort(server, limits, handler, new HttpConnectionFactory(rules()));
    connector.setHost(host);
    connector.setPort(port);
    connector.open();
    server.addConnector(connector);
    try {
      connector.start();
    } catch (Exception e) {
      connector.close();
      throw new IOException("the port could not be served", e);
    }
    return connector.getLocalPort();
  }

  private HttpConfiguration rules() {
    HttpConfiguration rules = new HttpConfiguration();
    // Whatever two programs could understand in two ways is refused, so that nothing is smuggled
    // past a proxy. Paths are only compared with those of the routes, after this.
    rules.setHttpCompliance(HttpCompliance.STRICT);
    rules.setUriCompliance(UriCompliance.UNSAFE);
    rules.setRequestHeaderSize(limits.headBytes());
    // One more read finds the end of a body; what is more than that ends the connection.
    rules.setMaxUnconsumedRequestContentReads(1);
    rules.setHeaderCacheSize(0);
    rules.setInputBufferSize(INPUT_BUFFER);
    rules.setOutputBufferSize(OUTPUT_BUFFER);
    rules.setUseInputDirectByteBuffers(false);
    rules.setUseOutputDirectByteBuffers(false);
    rules.setSendServerVersion(false);
    rules.setSendDateHeader(false);
    return rules;
  }

  /** Ends at once, with all connections. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.debugf("The HTTP server did not stop in order: %s", e.getMessage());
    }
    requests.shutdownNow();
  }
}
