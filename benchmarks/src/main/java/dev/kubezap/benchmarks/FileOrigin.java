package dev.kubezap.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.Executors;

/** Where callers' files are: each request gets the same size with other bytes at its beginning. */
final class FileOrigin implements AutoCloseable {
  private final HttpServer server;

  FileOrigin(byte[] file) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          // No two files are alike, as no two callers' are.
          byte[] head = new byte[64];
          new Random(exchange.getRequestURI().hashCode()).nextBytes(head);
          exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
          exchange.sendResponseHeaders(200, file.length);
          try (var out = exchange.getResponseBody()) {
            out.write(head);
            out.write(file, head.length, file.length - head.length);
          }
        });
    server.start();
  }

  /** The address of a file. */
  String url(String name) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
