package dev.kubezap.pod.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A webhook's endpoint that remembers under which ids each text came. */
final class HookReceiver implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ConcurrentMap<String, Set<String>> idsByText = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Steps steps;
  private final int port;
  private HttpServer server;
  private volatile boolean failing;

  HookReceiver(Steps steps) throws IOException {
    this.steps = steps;
    server = serve(0);
    port = server.getAddress().getPort();
  }

  private HttpServer serve(int at) throws IOException {
    HttpServer made =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
    made.createContext("/hooks", this::receive);
    made.setExecutor(threads);
    made.start();
    return made;
  }

  /** Connections are refused. */
  void leave() {
    server.stop(0);
  }

  /** It is back, at the same port. */
  void comeBack() throws IOException {
    server = serve(port);
  }

  /** Whatever comes is answered by 500 and not looked at. */
  void fail() {
    failing = true;
  }

  void recover() {
    failing = false;
  }

  /** Its step comes before its answer, so that a sender may be killed before it knows. */
  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (failing) {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(500, -1);
        return;
      }
      String id = Objects.requireNonNull(exchange.getRequestHeaders().getFirst("webhook-id"));
      JsonNode event = JSON.readTree(exchange.getRequestBody().readAllBytes());
      String text = event.path("data").path("text").asText();
      idsByText.computeIfAbsent(text, _ -> ConcurrentHashMap.newKeySet()).add(id);
      steps.step();
      exchange.sendResponseHeaders(204, -1);
    }
  }

  String url() {
    return "http://127.0.0.1:" + port + "/hooks";
  }

  /** The ids under which each text came. */
  Map<String, Set<String>> idsByText() {
    return new HashMap<>(idsByText);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
