package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.pod.json.Json;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket to the API, and the frames that come. */
final class SocketFrames implements WebSocket.Listener, AutoCloseable {
  private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> closes = new LinkedBlockingQueue<>();
  private final StringBuilder part = new StringBuilder();
  private @Nullable WebSocket socket;

  /**
   * Opens one.
   *
   * @param headers names and values
   */
  static SocketFrames open(ApiFixture api, String query, String... headers) throws Exception {
    SocketFrames frames = new SocketFrames();
    WebSocket.Builder builder = api.http().newWebSocketBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    URI address = URI.create("ws://127.0.0.1:" + api.port() + "/api/v1/events/ws" + query);
    frames.socket = builder.buildAsync(address, frames).get(5, TimeUnit.SECONDS);
    return frames;
  }

  void send(String text) throws Exception {
    Objects.requireNonNull(socket).sendText(text, true).get(5, TimeUnit.SECONDS);
  }

  JsonNode next() throws Exception {
    return Json.read(
        Objects.requireNonNull(texts.poll(5, TimeUnit.SECONDS), "no frame")
            .getBytes(StandardCharsets.UTF_8));
  }

  int closed() throws InterruptedException {
    return Objects.requireNonNull(closes.poll(5, TimeUnit.SECONDS), "not closed");
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      texts.add(part.toString());
      part.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closes.add(code);
    return null;
  }

  @Override
  public void close() {
    Objects.requireNonNull(socket).abort();
  }
}
