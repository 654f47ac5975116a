package dev.kubezap.pod.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Reads a body whole and says how long it was. */
record LengthServer(int limit) implements HttpHandler {

  @Override
  public void handle(Exchange exchange) throws IOException {
    byte[] body = exchange.body(limit, Duration.ofSeconds(50), new BodyMemory(limit).share());
    exchange.respond(answer(200, Integer.toString(body.length)));
  }

  @Override
  public Response refusal(RefusedRequestException reason) {
    return answer(reason.status(), reason.detail());
  }

  private static Response answer(int status, String text) {
    return new Response(status, Map.of(), text.getBytes(StandardCharsets.US_ASCII));
  }
}
