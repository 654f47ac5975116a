package dev.kubezap.pod.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Connects to endpoints, and to the very addresses that were checked: a name that is resolved again
 * could stand for another.
 *
 * @param addresses which addresses are allowed
 * @param tls whose certificates are trusted
 */
record EndpointSockets(AddressPolicy addresses, SSLSocketFactory tls) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /**
   * Connects, with TLS when the URL says so.
   *
   * @param patience how long each read may take from then on
   * @throws AddressNotAllowedException when the name stands for no allowed address
   */
  Socket open(URI url, int port, Duration patience) throws IOException {
    IOException failure = new AddressNotAllowedException();
    for (InetAddress address : allowed(url)) {
      Socket socket = new Socket();
      boolean usable = false;
      try {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(address, port), (int) CONNECT_TIMEOUT.toMillis());
        socket.setSoTimeout((int) Math.max(1, patience.toMillis()));
        if (EndpointKind.secure(url)) {
          SSLSocket secured = secured(socket, url.getHost(), port);
          secured.startHandshake();
          socket = secured;
        }
        usable = true;
        return socket;
      } catch (IOException e) {
        failure = e;
      } finally {
        if (!usable) {
          socket.close();
        }
      }
    }
    throw failure;
  }

  /**
   * The addresses that the URL's name stands for and that are allowed.
   *
   * @throws UnknownHostException when the name stands for none at all
   */
  List<InetAddress> allowed(URI url) throws UnknownHostException {
    return Arrays.stream(InetAddress.getAllByName(url.getHost()))
        .filter(addresses::allows)
        .toList();
  }

  /** TLS over a connected socket, before its handshake: the certificate must be the host's. */
  SSLSocket secured(Socket socket, String host, int port) throws IOException {
    SSLSocket secured = (SSLSocket) tls.createSocket(socket, host, port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    return secured;
  }

  /** The name stands for no address that a webhook may have. */
  static final class AddressNotAllowedException extends IOException {
    AddressNotAllowedException() {
      super("no allowed address");
    }
  }
}
