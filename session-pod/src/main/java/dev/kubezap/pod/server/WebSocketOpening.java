package dev.kubezap.pod.server;

import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.jspecify.annotations.Nullable;

/** The server's side of opening a WebSocket (RFC 6455, section 4.2), without extensions. */
final class WebSocketOpening {
  private static final int KEY_BYTES = 16;

  private WebSocketOpening() {}

  /**
   * Accepts it.
   *
   * @throws RefusedRequestException when the request is not the opening of one
   */
  static void accept(
      WebSocketMappings webSockets,
      WebSocketChannel channel,
      Request request,
      Response response,
      Callback callback)
      throws IOException {
    if (!isKey(request.getHeaders().get(HttpHeader.SEC_WEBSOCKET_KEY))) {
      throw refused();
    }
    boolean accepted;
    try {
      accepted =
          webSockets.upgrade(
              (opening, answer, _) -> {
                answer.setExtensions(List.of());
                return channel.frames();
              },
              request,
              response,
              callback,
              rules -> {
                // Who reads and who writes has limits of its own.
                rules.setIdleTimeout(Duration.ZERO);
                rules.setMaxFrameSize(WebSocketFrames.LONGEST_MESSAGE);
                rules.setAutoFragment(false);
              });
    } catch (RuntimeException e) {
      if (e instanceof HttpException) {
        throw refused();
      }
      throw e;
    }
    if (!accepted) {
      throw refused();
    }
  }

  /** Jetty takes a key of any length. */
  private static boolean isKey(@Nullable String text) {
    try {
      return text != null && Base64.getDecoder().decode(text).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static RefusedRequestException refused() {
    return new RefusedRequestException(
        400, "The request does not open a WebSocket of version 13 (RFC 6455).");
  }
}
