package dev.kubezap.whatsapp.transport;

import dev.kubezap.whatsapp.transport.OpenException.Step;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Asks an HTTP proxy for a tunnel. */
final class HttpTunnel {

  private HttpTunnel() {}

  static void open(Socket socket, ProxySettings proxy, String host, int port)
      throws IOException, OpenException {
    String target = (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    StringBuilder request = new StringBuilder();
    request.append("CONNECT ").append(target).append(" HTTP/1.1\r\nHost: ").append(target);
    proxy
        .credentials()
        .ifPresent(value -> request.append("\r\nProxy-Authorization: ").append(basic(value)));
    request.append("\r\n\r\n");
    socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
    int status = HttpHead.read(socket.getInputStream()).status();
    if (status == 407) {
      throw new OpenException(
          Step.PROXY, "Proxy " + proxy + " refuses user and password (HTTP 407)");
    }
    if (status / 100 != 2) {
      throw new OpenException(
          Step.PROXY,
          "Proxy " + proxy + " refuses a tunnel to " + target + " (HTTP " + status + ")");
    }
  }

  private static String basic(ProxySettings.Credentials credentials) {
    String pair = credentials.user() + ':' + credentials.password();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
