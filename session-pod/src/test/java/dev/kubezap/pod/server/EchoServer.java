package dev.kubezap.pod.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Says what it understood: method, path, query and body; echoes texts on {@code /socket}. */
final class EchoServer implements HttpHandler {
  static final int BODY_LIMIT = 1_000;
  private static final BodyMemory BODIES = new BodyMemory(BODY_LIMIT);
  static final ServerLimits LIMITS =
      new ServerLimits(
          8, 4_096, Duration.ofMillis(400), Duration.ofSeconds(1), Duration.ofSeconds(30));

  static TestPort open() throws IOException {
    return open(LIMITS);
  }

  static TestPort open(ServerLimits limits) throws IOException {
    return open(limits, new EchoServer());
  }

  static TestPort open(ServerLimits limits, HttpHandler handler) throws IOException {
    HttpServer server = HttpServer.start(limits);
    return new TestPort(server, server.listen("127.0.0.1", 0, handler));
  }

  /** A server with one port. */
  record TestPort(HttpServer server, int port) implements AutoCloseable {
    @Override
    public void close() {
      server.close();
    }
  }

  @Override
  public void handle(Exchange exchange) throws IOException {
    try {
      switch (exchange.path()) {
        case "/socket" -> exchange.upgrade(EchoServer::echo);
        case "/unread" -> exchange.respond(text(200, "unread"));
        default -> {
          byte[] body = exchange.body(BODY_LIMIT, Duration.ofMillis(400), BODIES.share());
          exchange.respond(
              text(
                  200,
                  exchange.method()
                      + " "
                      + exchange.path()
                      + "?"
                      + exchange.query()
                      + " "
                      + new String(body, StandardCharsets.ISO_8859_1)));
        }
      }
    } catch (RefusedRequestException e) {
      if (!exchange.isAnswered()) {
        exchange.respond(refusal(e));
      }
    }
  }

  private static void echo(WebSocketChannel channel) {
    try {
      Optional<String> text = channel.read();
      while (text.isPresent()) {
        channel.write(text.get());
        text = channel.read();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Response refusal(RefusedRequestException reason) {
    return text(reason.status(), reason.detail());
  }

  private static Response text(int status, String text) {
    return new Response(
        status, Map.of("Content-Type", "text/plain"), text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
