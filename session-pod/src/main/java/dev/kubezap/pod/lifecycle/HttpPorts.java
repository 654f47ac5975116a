package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.config.HttpSettings;
import dev.kubezap.pod.server.HttpHandler;
import dev.kubezap.pod.server.HttpServer;
import dev.kubezap.pod.server.ServerLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;

/** The API's port and the management port. */
record HttpPorts(HttpServer server, int port, int managementPort) implements AutoCloseable {

  /**
   * Opens both.
   *
   * @throws IOException when one cannot be opened; says which and what to do
   */
  static HttpPorts open(HttpSettings settings, HttpHandler api, HttpHandler management)
      throws IOException {
    HttpServer server = HttpServer.start(ServerLimits.DEFAULT);
    try {
      String host = settings.host();
      return new HttpPorts(
          server,
          listen(server, host, settings.port(), api, "KUBEZAP_HTTP_PORT"),
          listen(server, host, settings.managementPort(), management, "KUBEZAP_MANAGEMENT_PORT"));
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  private static int listen(
      HttpServer server, String host, int port, HttpHandler handler, String variable)
      throws IOException {
    try {
      return server.listen(host, port, handler);
    } catch (IOException e) {
      String what =
          "Port " + port + " of " + host + " cannot be used (" + e.getMessage() + "): set ";
      throw new IOException(
          what
              + (isHere(host)
                  ? variable + " to a free one, or 0 for any."
                  : "KUBEZAP_HTTP_HOST to an address of this machine, 0.0.0.0 for all."),
          e);
    }
  }

  private static boolean isHere(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
