package dev.kubezap.pod.server;

import java.io.IOException;
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

  static HttpServer open() throws IOException {
    return open(LIMITS);
  }

  static HttpServer open(ServerLimits limits) throws IOException {
    return HttpServer.open("127.0.0.1", 0, limits, new EchoServer());
  }

  @Override
  public void handle(Exchange exchange) throws IOException {
    try {
      switch (exchange.path()) {
        case "/socket" -> echo(exchange.upgrade());
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

  private static void echo(WebSocketChannel channel) throws IOException {
    Optional<String> text = channel.read();
    while (text.isPresent()) {
      channel.write(text.get());
      text = channel.read();
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
