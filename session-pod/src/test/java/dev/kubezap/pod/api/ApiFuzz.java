package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Any request to any route. The first line of the input is method, path and query; what follows is
 * the body, of the type that the routes take.
 */
public final class ApiFuzz implements FuzzTarget {
  private final ApiFixture api = new ApiFixture();

  @Override
  public void read(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    String target = end < 0 ? text : text.substring(0, end);
    String body = end < 0 ? "" : text.substring(end + 1);
    // A stream waits for events, and a wait for a status for its end.
    if (target.contains("/events") || target.contains("wait")) {
      return;
    }
    String request =
        target
            + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
            + ApiFixture.ADMIN
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\nConnection: close\r\n\r\n"
            + body;
    api.client.accepted.clear();
    api.client.messages.clear();
    api.client.read.clear();
    api.answers.clear();
    api.webhooks.replayed.clear();
    String answer = answer(request);
    assertThat(answer).startsWith("HTTP/1.1 ").doesNotStartWith("HTTP/1.1 500");
    assertThat(api.faults()).isEmpty();
  }

  private String answer(String request) {
    try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      caller.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(caller.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
