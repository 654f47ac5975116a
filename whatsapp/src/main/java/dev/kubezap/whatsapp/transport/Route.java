package dev.kubezap.whatsapp.transport;

import dev.kubezap.whatsapp.transport.OpenException.Step;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The way to a server: TCP, to the proxy if there is one; the tunnel through it; TLS. The time
 * limit covers all of it and what is said first, so that a peer that answers half a step cannot
 * hold it up.
 *
 * @param host without the brackets of an IPv6 address
 * @param secure whether TLS is spoken
 * @param caFile certificate authorities (PEM) that are trusted in addition to the system's
 */
record Route(
    String host,
    int port,
    boolean secure,
    Optional<ProxySettings> proxy,
    Optional<Path> caFile,
    Duration timeout) {

  private static final int BUFFER = 16 << 10;

  /** What is said over an open stream before it counts as open. */
  @FunctionalInterface
  interface Opening<T> {

    /**
     * Speaks.
     *
     * @param socket the TCP connection; closing it ends everything
     * @param stream what is written to
     * @param in what is read from
     */
    T speak(Socket socket, Socket stream, InputStream in) throws IOException, OpenException;
  }

  /**
   * Connects and speaks.
   *
   * @param peer names the other side of {@code opening} in problems
   */
  <T> T open(String peer, Opening<T> opening) throws OpenException {
    return open(peer, resolve(peerHost()), opening);
  }

  /**
   * Connects and speaks.
   *
   * @param addresses of the server, or of the proxy if there is one; tried in this order
   */
  <T> T open(String peer, InetAddress[] addresses, Opening<T> opening) throws OpenException {
    // TLS settings first: a bad file should not cost a connection.
    SSLContext tls = secure ? TlsContext.trusting(caFile) : null;
    long deadline = System.nanoTime() + timeout.toNanos();
    OpenException last = null;
    for (int i = 0; i < addresses.length; i++) {
      Duration remaining = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
      Duration share = remaining.dividedBy(addresses.length - i);
      Socket socket = new Socket();
      try (Watchdog watchdog = Watchdog.over(socket, remaining)) {
        return open(socket, new Target(addresses[i], share, peer), tls, watchdog, opening);
      } catch (OpenException e) {
        closeQuietly(socket);
        last = e;
        if (e.step() != Step.NETWORK || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
    }
    throw last != null
        ? last
        : new OpenException(Step.NAME, "The name " + peerHost() + " has no address");
  }

  /** One of the peer's addresses, with the time that it may take to answer. */
  private record Target(InetAddress address, Duration timeout, String peer) {}

  private <T> T open(
      Socket socket, Target target, @Nullable SSLContext tls, Watchdog watchdog, Opening<T> opening)
      throws OpenException {
    Step step = Step.NETWORK;
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      int limit = (int) Math.clamp(target.timeout().toMillis(), 1, Integer.MAX_VALUE);
      socket.connect(new InetSocketAddress(target.address(), peerPort()), limit);
      Socket stream = socket;
      if (proxy.isPresent()) {
        step = Step.PROXY;
        tunnel(socket, proxy.get());
      }
      if (tls != null) {
        step = Step.TLS;
        stream = tls.getSocketFactory().createSocket(socket, host, port, true);
        shakeHands((SSLSocket) stream);
      }
      step = Step.UPGRADE;
      InputStream in = new BufferedInputStream(stream.getInputStream(), BUFFER);
      return opening.speak(socket, stream, in);
    } catch (IOException e) {
      throw new OpenException(step, problem(step, target, e, watchdog), e);
    }
  }

  private void tunnel(Socket socket, ProxySettings through) throws IOException, OpenException {
    switch (through.kind()) {
      case HTTP -> HttpTunnel.open(socket, through, host, port);
      case SOCKS5 -> SocksTunnel.open(socket, through, host, port);
    }
  }

  private static void shakeHands(SSLSocket socket) throws IOException {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
  }

  /** The addresses of a name. */
  static InetAddress[] resolve(String name) throws OpenException {
    try {
      return InetAddress.getAllByName(name);
    } catch (UnknownHostException e) {
      throw new OpenException(Step.NAME, "The name " + name + " cannot be resolved", e);
    }
  }

  private String problem(Step step, Target target, IOException failure, Watchdog watchdog) {
    String first = peerHost() + ':' + peerPort();
    String cause =
        watchdog.bitten()
            ? "no success within " + timeout.toMillis() + " ms"
            : failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getMessage();
    return switch (step) {
      case NETWORK -> "Cannot connect to " + first + ": " + cause;
      case PROXY -> "Proxy " + first + " does not open a tunnel: " + cause;
      case TLS -> "TLS with " + host + " fails: " + cause;
      default -> target.peer() + ": " + cause;
    };
  }

  private String peerHost() {
    return proxy.map(ProxySettings::host).orElse(host);
  }

  private int peerPort() {
    return proxy.map(ProxySettings::port).orElse(port);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyOfNoUse) {
      // Its only use was the connection that has just failed.
      return;
    }
  }
}
