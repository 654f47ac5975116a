package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServerSentStreamTest {
  private static final int EVENTS = 50;

  @AutoClose private final ApiFixture api = new ApiFixture();

  /** A read of the outbox may hold a megabyte; its text as a whole would be there several times. */
  @Test
  void longEventsAreWrittenOneByOne() throws Exception {
    fill("x".repeat(65_536));
    assertThat(longestChunk()).isBetween(65_536, 70_000);
  }

  /** Each write is a call of the system. */
  @Test
  void shortEventsAreWrittenTogether() throws Exception {
    fill("x");
    assertThat(longestChunk()).isGreaterThan(EVENTS * 100);
  }

  private void fill(String text) {
    for (int i = 0; i < EVENTS; i++) {
      api.feed.append("message.received", "{\"text\":\"" + text + "\"}");
    }
  }

  private int longestChunk() throws IOException {
    try (Socket reader = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      String request =
          "GET /api/v1/events HTTP/1.1\r\nHost: x\r\nX-API-Key: "
              + ApiFixture.READER
              + "\r\nLast-Event-ID: 0\r\n\r\n";
      reader.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = reader.getInputStream();
      while (!line(in).isEmpty()) {}
      int longest = 0;
      String chunk = "";
      while (!chunk.contains("id: " + EVENTS + "\n")) {
        int length = Integer.parseInt(line(in), 16);
        chunk = new String(in.readNBytes(length), StandardCharsets.US_ASCII);
        longest = Math.max(longest, length);
        assertThat(line(in)).isEmpty();
      }
      return longest;
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }
}
