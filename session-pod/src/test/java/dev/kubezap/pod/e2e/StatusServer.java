package dev.kubezap.pod.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.kubezap.simulator.transport.SelfMadeAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The API server's part that keeps a session's status; it can be away and it can be slow. */
final class StatusServer implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String API_KEY = "key-of-a-session-in-a-cluster";

  private final SelfMadeAuthority authority =
      SelfMadeAuthority.create("127.0.0.1", Instant.now(), new SecureRandom());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger asked = new AtomicInteger();
  private final int port;
  private volatile CountDownLatch held = new CountDownLatch(0);
  private volatile JsonNode status = JSON.createObjectNode();
  private HttpsServer server;

  StatusServer() throws IOException {
    server = serve(0);
    port = server.getAddress().getPort();
  }

  private HttpsServer serve(int at) throws IOException {
    HttpsServer made =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
    made.setHttpsConfigurator(new HttpsConfigurator(authority.context()));
    made.createContext("/apis/kubezap.dev/v1alpha1/namespaces/default/", this::answer);
    made.setExecutor(threads);
    made.start();
    return made;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
      asked.incrementAndGet();
      held.await();
      if (exchange.getRequestMethod().equals("PATCH")) {
        status = body.path("status");
      }
      byte[] document =
          JSON.createObjectNode()
              .<com.fasterxml.jackson.databind.node.ObjectNode>set("status", status)
              .toString()
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, document.length);
      exchange.getResponseBody().write(document);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a pod of a cluster is told. */
  Map<String, String> variables(Path account) throws IOException {
    Files.createDirectories(account);
    Files.writeString(account.resolve("token"), "token");
    Files.writeString(account.resolve("ca.crt"), authority.pem());
    return Map.of(
        "KUBEZAP_POD_UID",
        "0b7b8a52-0000-4000-8000-000000000001",
        "KUBEZAP_API_KEY",
        API_KEY,
        "KUBEZAP_DATA_KEY",
        "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        "KUBEZAP_SERVICE_ACCOUNT_DIR",
        account.toString(),
        "KUBERNETES_SERVICE_HOST",
        "127.0.0.1",
        "KUBERNETES_SERVICE_PORT",
        Integer.toString(port));
  }

  /** Connections are refused. */
  void leave() {
    server.stop(0);
  }

  /** It is back, at the same port. */
  void comeBack() throws IOException {
    server = serve(port);
  }

  /** Requests are taken, and answered when they are let go. */
  void hold() {
    held = new CountDownLatch(1);
  }

  void letGo() {
    held.countDown();
  }

  /** Requests so far. */
  int asked() {
    return asked.get();
  }

  /** What was written last of {@code status.session}. */
  JsonNode session() {
    return status.path("session");
  }

  /** The messages of all conditions that were written last. */
  List<String> messages() {
    return status.path("conditions").findValuesAsText("message");
  }

  @Override
  public void close() {
    letGo();
    server.stop(0);
    threads.close();
  }
}
