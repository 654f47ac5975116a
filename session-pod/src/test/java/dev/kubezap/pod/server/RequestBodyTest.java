package dev.kubezap.pod.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body takes while it comes. */
class RequestBodyTest {
  private static final int LIMIT = 1 << 20;
  private static final String HEAD = "POST / HTTP/1.1\r\nHost: x\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Length: 1048576\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n100000\r\n"})
  void nothingIsAllocatedForAPromise(String promise) {
    long before = allocated();
    for (int i = 0; i < 100; i++) {
      read(HEAD + promise + "only this");
    }
    assertThat(allocated() - before).isLessThan(100L * 64 * 1024);
  }

  @Test
  void longBodiesArriveWhole() {
    for (int length : new int[] {1, 16_383, 16_384, 16_385, 100_000, LIMIT}) {
      String body = "0123456789".repeat(length / 10 + 1).substring(0, length);
      assertThat(read(HEAD + "Content-Length: " + length + "\r\n\r\n" + body)).isEqualTo(body);
      assertThat(
              read(
                  HEAD
                      + "Transfer-Encoding: chunked\r\n\r\n"
                      + Integer.toHexString(length)
                      + "\r\n"
                      + body
                      + "\r\n0\r\n\r\n"))
          .isEqualTo(body);
    }
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  /** The body as the handler got it; empty when it broke off. */
  private static String read(String request) {
    StringBuilder body = new StringBuilder();
    BytesCaller.serve(
        request.getBytes(StandardCharsets.ISO_8859_1),
        Integer.MAX_VALUE,
        new HttpHandler() {
          @Override
          public void handle(Exchange exchange) throws IOException {
            byte[] bytes =
                exchange.body(LIMIT, Duration.ofSeconds(5), new BodyMemory(LIMIT).share());
            body.append(new String(bytes, StandardCharsets.ISO_8859_1));
            exchange.respond(new Response(204, Map.of(), new byte[0]));
          }

          @Override
          public Response refusal(RefusedRequestException reason) {
            throw new AssertionError(reason);
          }
        });
    return body.toString();
  }
}
