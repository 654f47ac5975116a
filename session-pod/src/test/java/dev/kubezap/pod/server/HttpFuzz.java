package dev.kubezap.pod.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Any bytes of a caller: the answers are the same however the bytes arrive. */
public final class HttpFuzz implements FuzzTarget {
  private static final int BODY = 4096;
  private static final BodyMemory BODIES = new BodyMemory(BODY);

  @Override
  public void read(byte[] input) {
    String whole = BytesCaller.serve(input, Integer.MAX_VALUE, new Echo());
    assertThat(BytesCaller.serve(input, 1, new Echo())).isEqualTo(whole);
    if (!whole.isEmpty()) {
      assertThat(whole).startsWith("HTTP/1.1 ");
    }
  }

  private static final class Echo implements HttpHandler {

    @Override
    public void handle(Exchange exchange) throws IOException {
      if (exchange.path().equals("/ws")) {
        try {
          exchange.upgrade().close(1000, "");
        } catch (RefusedRequestException e) {
          exchange.respond(refusal(e));
        }
        return;
      }
      byte[] body;
      try {
        body = exchange.body(BODY, Duration.ofSeconds(5), BODIES.share());
      } catch (RefusedRequestException e) {
        exchange.respond(refusal(e));
        return;
      }
      assertThat(body.length).isLessThanOrEqualTo(BODY);
      exchange.respond(new Response(200, Map.of(), body));
    }

    @Override
    public Response refusal(RefusedRequestException reason) {
      assertThat(reason.status()).isBetween(400, 505);
      return new Response(
          reason.status(), Map.of(), reason.detail().getBytes(StandardCharsets.UTF_8));
    }
  }
}
