package dev.kubezap.playground.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kubezap.playground.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Takes webhooks on loopback, appends them to a file and remembers them while it runs. */
public final class WebhookSink implements AutoCloseable {

  private static final int KEY_BYTES = 32;

  private final HttpServer server;
  private final Path file;
  private final String signingKey;
  private final Consumer<ReceivedWebhook> listener;
  private final ObjectMapper json = new ObjectMapper();
  private final List<ReceivedWebhook> received = new CopyOnWriteArrayList<>();

  /**
   * A sink that listens.
   *
   * @param folder keeps the signing key
   * @param file takes one line for each webhook
   * @param listener told of each
   */
  public WebhookSink(Path folder, Path file, Ports ports, Consumer<ReceivedWebhook> listener)
      throws IOException {
    this.file = file;
    this.listener = listener;
    this.signingKey = key(Files.createDirectories(folder).resolve("webhook-signing-key"));
    Files.createDirectories(file.toAbsolutePath().getParent());
    this.server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.reserve("webhook-sink")),
            0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
  }

  /** Where webhooks are to be sent. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks";
  }

  /** The key that they are to be signed with. */
  public String signingKey() {
    return signingKey;
  }

  /** The first that arrived in this run and fits. */
  public Optional<ReceivedWebhook> find(Predicate<ReceivedWebhook> wanted) {
    return received.stream().filter(wanted).findFirst();
  }

  /** How many arrived in this run. */
  public int count() {
    return received.size();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      var headers = exchange.getRequestHeaders();
      var id = Optional.ofNullable(headers.getFirst("webhook-id")).orElse("");
      var timestamp = Optional.ofNullable(headers.getFirst("webhook-timestamp")).orElse("");
      var signature = Optional.ofNullable(headers.getFirst("webhook-signature")).orElse("");
      JsonNode event;
      try {
        event = json.readTree(body);
      } catch (IOException notJson) {
        exchange.sendResponseHeaders(400, -1);
        return;
      }
      var signed =
          !signature.isEmpty()
              && StandardWebhookSignature.valid(signingKey, id, timestamp, body, signature);
      var webhook = new ReceivedWebhook(id, event.path("type").asText(), signed, event);
      synchronized (this) {
        Files.writeString(
            file,
            json.writeValueAsString(event) + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      }
      received.add(webhook);
      listener.accept(webhook);
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private static String key(Path file) throws IOException {
    if (!Files.exists(file)) {
      var key = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(key);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(
          file, "whsec_" + Base64.getEncoder().encodeToString(key), StandardOpenOption.WRITE);
    }
    return Files.readString(file).strip();
  }
}
