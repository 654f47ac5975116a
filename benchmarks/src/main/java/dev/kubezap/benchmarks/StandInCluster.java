package dev.kubezap.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a gateway sees of a cluster: an API server that lists sessions, and their pods, which are
 * addresses of this machine. It costs the gateway what the real ones cost, and this process the
 * rest.
 */
final class StandInCluster implements AutoCloseable {
  private static final String LIST = "/apis/kubezap.dev/v1alpha1/whatsappsessions";
  private static final String EVENT =
      """
      id: 1
      event: message.received
      data: {"specversion":"1.0","id":"018f-%s","source":"/namespaces/bench/sessions/x","type":"dev.kubezap.message.received","sequence":"1","data":{"text":"%s"}}

      """
          .formatted("0".repeat(32), "x".repeat(400));

  /** As long as the answer to a message. */
  private static final byte[] ANSWER =
      ("{\"id\":\"018f\",\"text\":\"" + "x".repeat(500) + "\"}").getBytes(StandardCharsets.UTF_8);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore happening = new Semaphore(0);
  private final AtomicInteger streams = new AtomicInteger();
  private final HttpServer apiServer;
  private final HttpServer pods;
  private final int sessions;

  StandInCluster(int sessions) throws IOException {
    this.sessions = sessions;
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    apiServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    apiServer.setExecutor(threads);
    apiServer.createContext("/", this::kubernetes);
    pods = HttpServer.create(new InetSocketAddress(0), 1024);
    pods.setExecutor(threads);
    pods.createContext("/", this::pod);
    apiServer.start();
    pods.start();
  }

  /** Where the API server is. */
  String url() {
    return "http://127.0.0.1:" + apiServer.getAddress().getPort();
  }

  /** Where a pod is. */
  String podUrl(int number) {
    return "http://127.2."
        + number / 250
        + "."
        + (number % 250 + 1)
        + ":"
        + pods.getAddress().getPort();
  }

  /** The key of a session. */
  static String keyOf(int number) {
    return "key-of-the-session-" + number;
  }

  /** How many streams of events are open. */
  int streams() {
    return streams.get();
  }

  /** Each open stream tells one event. */
  void happen() {
    happening.release(streams.get());
  }

  private void kubernetes(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    if (!exchange.getRequestURI().getPath().equals(LIST)) {
      exchange.sendResponseHeaders(404, -1);
    } else if (query.contains("watch=true")) {
      // Nothing changes any more.
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().flush();
      rest();
    } else {
      byte[] list = list().toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, list.length);
      exchange.getResponseBody().write(list);
    }
    exchange.close();
  }

  private ObjectNode list() {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.put("apiVersion", "kubezap.dev/v1alpha1").put("kind", "WhatsAppSessionList");
    list.putObject("metadata").put("resourceVersion", "1");
    ArrayNode items = list.putArray("items");
    for (int i = 0; i < sessions; i++) {
      ObjectNode session = items.addObject();
      session.put("apiVersion", "kubezap.dev/v1alpha1").put("kind", "WhatsAppSession");
      session
          .putObject("metadata")
          .put("namespace", "bench")
          .put("name", "s" + i)
          .put("uid", "uid-" + i)
          .put("resourceVersion", "1")
          .put("creationTimestamp", "2026-01-01T00:00:00Z");
      ObjectNode key = session.putObject("spec").putObject("api").putArray("keys").addObject();
      key.put("name", "bench").put("sha256", digest(keyOf(i))).putArray("scopes").add("admin");
      session.putObject("status").put("phase", "Connected").put("endpoint", podUrl(i));
    }
    return list;
  }

  private static String digest(String key) {
    try {
      byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private void pod(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    if (!exchange.getRequestURI().getPath().equals("/api/v1/events")) {
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(201, ANSWER.length);
      exchange.getResponseBody().write(ANSWER);
      exchange.close();
      return;
    }
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream body = exchange.getResponseBody();
    body.write("retry: 2000\nid: 0\n\n".getBytes(StandardCharsets.UTF_8));
    body.flush();
    streams.incrementAndGet();
    happening.acquireUninterruptibly();
    body.write(EVENT.getBytes(StandardCharsets.UTF_8));
    body.flush();
    rest();
  }

  /** Until this process ends. */
  private static void rest() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    apiServer.stop(0);
    pods.stop(0);
    threads.shutdownNow();
  }
}
