package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many large bodies at once must not take the whole heap. */
@Timeout(60)
class LargeBodiesTest {
  private static final int LENGTH = ApiFixture.BODY_LIMIT;
  private static final int MORE_THAN_FIT = 60;
  private static final String SMALL = "{" + BadInputCases.VALID + "}";
  private static final String LARGE =
      "{" + BadInputCases.VALID + " ".repeat(LENGTH - SMALL.length()) + "}";

  @AutoClose private final ApiFixture api = new ApiFixture();

  @Test
  void moreThanFitAreToldToComeAgain() throws Exception {
    List<Socket> senders = new ArrayList<>();
    try {
      for (int i = 0; i < MORE_THAN_FIT; i++) {
        senders.add(sendAllButTheEnd());
      }
      String answer = firstAnswer(senders);
      assertThat(answer).startsWith("HTTP/1.1 503 ").contains("Retry-After: ", "too-many-bodies");
      assertThat(api.post("/api/v1/messages", SMALL).status()).isEqualTo(201);
    } finally {
      for (Socket sender : senders) {
        sender.close();
      }
    }
    await().until(() -> api.post("/api/v1/messages", LARGE).status() == 201);
    for (int i = 0; i < MORE_THAN_FIT; i++) {
      assertThat(api.post("/api/v1/messages", LARGE).status()).isEqualTo(201);
    }
  }

  private Socket sendAllButTheEnd() throws IOException {
    Socket sender = new Socket(InetAddress.getLoopbackAddress(), api.port());
    String head =
        "POST /api/v1/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-API-Key: "
            + ApiFixture.ADMIN
            + "\r\nContent-Length: "
            + LENGTH
            + "\r\n\r\n";
    sender
        .getOutputStream()
        .write(
            (head + LARGE)
                .substring(0, head.length() + LENGTH - 1)
                .getBytes(StandardCharsets.US_ASCII));
    return sender;
  }

  private static String firstAnswer(List<Socket> senders) throws IOException {
    InputStream answered =
        await().until(() -> answered(senders), Optional::isPresent).orElseThrow().getInputStream();
    return new String(answered.readNBytes(answered.available()), StandardCharsets.ISO_8859_1);
  }

  private static Optional<Socket> answered(List<Socket> senders) throws IOException {
    for (Socket sender : senders) {
      if (sender.getInputStream().available() > 0) {
        return Optional.of(sender);
      }
    }
    return Optional.empty();
  }
}
