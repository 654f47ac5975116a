package dev.kubezap.whatsapp.transport;

import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.transport.OpenException.Step;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Opens a WebSocket: TCP, to the proxy if there is one; the tunnel through it; TLS; upgrade. The
 * time limit covers all of it, so that a peer that answers half a step cannot hold it up.
 */
public final class WebSocketOpener implements TransportOpener {

  private final WebSocketSettings settings;
  private final RandomBytes random;

  /** An opener; {@code random} gives nonces and masks. */
  public WebSocketOpener(WebSocketSettings settings, RandomBytes random) {
    this.settings = settings;
    this.random = random;
  }

  @Override
  public Transport open() throws OpenException {
    Route route =
        new Route(
            settings.host(),
            settings.port(),
            settings.secure(),
            settings.proxy(),
            settings.caFile(),
            settings.openTimeout());
    return route.open(
        settings.hostHeader() + " does not open a WebSocket",
        (socket, stream, in) -> {
          upgrade(stream, in);
          return new WebSocketTransport(socket, in, stream.getOutputStream(), settings, random);
        });
  }

  private void upgrade(Socket stream, InputStream in) throws IOException, OpenException {
    String key = Base64.getEncoder().encodeToString(random.next(16));
    write(
        stream,
        new StringBuilder()
            .append("GET ")
            .append(settings.requestTarget())
            .append(" HTTP/1.1\r\n")
            .append("Host: ")
            .append(settings.hostHeader())
            .append("\r\n")
            .append("Upgrade: websocket\r\nConnection: Upgrade\r\n")
            .append("Sec-WebSocket-Version: 13\r\n")
            .append("Sec-WebSocket-Key: ")
            .append(key)
            .append("\r\n")
            .append("Origin: ")
            .append(settings.origin())
            .append("\r\n\r\n"));
    HttpHead answer = HttpHead.read(in);
    if (answer.status() != 101) {
      throw new OpenException(
          Step.UPGRADE,
          settings.hostHeader() + " refuses the WebSocket (HTTP " + answer.status() + ")");
    }
    if (!answer.header("sec-websocket-accept").equals(WebSocketFormat.accept(key))
        || !answer.header("upgrade").equalsIgnoreCase("websocket")
        || !answer.header("sec-websocket-extensions").isEmpty()) {
      throw new OpenException(
          Step.UPGRADE, settings.hostHeader() + " does not answer as a WebSocket server does");
    }
  }

  private static void write(Socket socket, StringBuilder head) throws IOException {
    socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }
}
