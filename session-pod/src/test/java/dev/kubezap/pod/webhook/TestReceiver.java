package dev.kubezap.pod.webhook;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kubezap.whatsapp.jid.Jid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/**
 * A webhook's receiver on this machine that answers as the test wants and keeps what it accepted.
 */
final class TestReceiver implements AutoCloseable {
  record Request(Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Request> accepted = new CopyOnWriteArrayList<>();
  private final Set<InetSocketAddress> peers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger rejected = new AtomicInteger();
  private volatile ToIntFunction<Request> answer = request -> 200;

  TestReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/hooks", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hooks?from=test");
  }

  void answer(ToIntFunction<Request> next) {
    answer = next;
  }

  List<Request> requests() {
    return accepted;
  }

  int rejected() {
    return rejected.get();
  }

  int connections() {
    return peers.size();
  }

  List<String> ids() {
    return accepted.stream().map(request -> request.header("webhook-id")).toList();
  }

  List<String> idsOf(Jid chat) {
    return accepted.stream()
        .filter(request -> subject(request).equals(chat.toString()))
        .map(request -> request.header("webhook-id"))
        .toList();
  }

  void awaitCount(int count) {
    await().until(() -> accepted.size() >= count);
  }

  private static String subject(Request request) {
    try {
      return new JsonMapper().readTree(request.body()).path("subject").asText();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      peers.add(exchange.getRemoteAddress());
      Map<String, String> headers = new HashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Request request = new Request(headers, body);
      int status = answer.applyAsInt(request);
      if (status / 100 == 2) {
        accepted.add(request);
      } else {
        rejected.incrementAndGet();
        exchange.getResponseHeaders().add("location", "http://169.254.169.254/");
      }
      byte[] text = "thanks".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, status == 204 ? -1 : text.length);
      if (status != 204) {
        exchange.getResponseBody().write(text);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
