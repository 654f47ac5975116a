package dev.kubezap.playground.node.logs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;

/** Answers the API server's questions for the logs of containers. */
public final class LogServer implements AutoCloseable {

  private final HttpsServer server;
  private final Path logs;
  private final AtomicBoolean open = new AtomicBoolean(true);

  /**
   * A server that listens on loopback.
   *
   * @param context trusts the API server alone
   * @param logs the folder of the containers' logs
   */
  public LogServer(int port, SSLContext context, Path logs) throws IOException {
    this.logs = logs;
    this.server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            var ssl = getSSLContext().getDefaultSSLParameters();
            ssl.setNeedClientAuth(true);
            parameters.setSSLParameters(ssl);
          }
        });
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/containerLogs/", this::logs);
    server.createContext(
        "/",
        exchange ->
            refuse(exchange, 501, "the playground's node has logs only, no exec, attach or ports"));
    server.start();
  }

  /** Where it listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    open.set(false);
    server.stop(0);
  }

  private void logs(HttpExchange exchange) throws IOException {
    try (exchange) {
      // /containerLogs/<namespace>/<pod>/<container>
      var parts = exchange.getRequestURI().getPath().split("/", -1);
      LogQuery query;
      try {
        query = LogQuery.parse(exchange.getRequestURI().getQuery());
      } catch (IllegalArgumentException unsupported) {
        refuse(exchange, 400, String.valueOf(unsupported.getMessage()));
        return;
      }
      var file =
          parts.length == 5
              ? logs.resolve(parts[2] + "_" + parts[3] + "_" + parts[4] + ".log").normalize()
              : logs;
      if (!file.startsWith(logs) || !file.toFile().isFile()) {
        refuse(exchange, 404, "no log of that container");
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", "text/plain");
      exchange.sendResponseHeaders(200, 0);
      try (var out = exchange.getResponseBody()) {
        new LogFile(file).copy(query, out, open::get);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
    var body = (why + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
