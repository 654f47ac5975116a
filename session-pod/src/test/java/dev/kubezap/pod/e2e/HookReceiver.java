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
  private final HttpServer server;
  private final Steps steps;

  HookReceiver(Steps steps) throws IOException {
    this.steps = steps;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/hooks", this::receive);
    server.setExecutor(threads);
    server.start();
  }

  /** Its step comes before its answer, so that a sender may be killed before it knows. */
  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      String id = Objects.requireNonNull(exchange.getRequestHeaders().getFirst("webhook-id"));
      JsonNode event = JSON.readTree(exchange.getRequestBody().readAllBytes());
      String text = event.path("data").path("text").asText();
      idsByText.computeIfAbsent(text, _ -> ConcurrentHashMap.newKeySet()).add(id);
      steps.step();
      exchange.sendResponseHeaders(204, -1);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks";
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
