package dev.kubezap.whatsapp.transport;

import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.transport.OpenException.Step;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Opens a WebSocket: TCP, to the proxy if there is one; the tunnel through it; TLS; upgrade. The
 * time limit covers all of it, so that a peer that answers half a step cannot hold it up.
 */
public final class WebSocketOpener implements TransportOpener {

  private static final int BUFFER = 16 << 10;

  private final WebSocketSettings settings;
  private final RandomBytes random;

  /** An opener; {@code random} gives nonces and masks. */
  public WebSocketOpener(WebSocketSettings settings, RandomBytes random) {
    this.settings = settings;
    this.random = random;
  }

  @Override
  public Transport open() throws OpenException {
    InetAddress[] addresses = resolve(peerHost());
    // TLS settings first: a bad file should not cost a connection.
    SSLContext tls = settings.secure() ? TlsContext.trusting(settings.caFile()) : null;
    long deadline = System.nanoTime() + settings.openTimeout().toNanos();
    OpenException last = null;
    for (int i = 0; i < addresses.length; i++) {
      Duration remaining = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
      Duration share = remaining.dividedBy(addresses.length - i);
      Socket socket = new Socket();
      try (Watchdog watchdog = Watchdog.over(socket, remaining)) {
        return open(socket, new Target(addresses[i], share), tls, watchdog);
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
  private record Target(InetAddress address, Duration timeout) {}

  private Transport open(Socket socket, Target target, @Nullable SSLContext tls, Watchdog watchdog)
      throws OpenException {
    Step step = Step.NETWORK;
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      int timeout = (int) Math.clamp(target.timeout().toMillis(), 1, Integer.MAX_VALUE);
      socket.connect(new InetSocketAddress(target.address(), peerPort()), timeout);
      Socket stream = socket;
      if (settings.proxy().isPresent()) {
        step = Step.PROXY;
        tunnel(socket, settings.proxy().get());
      }
      if (tls != null) {
        step = Step.TLS;
        stream =
            tls.getSocketFactory().createSocket(socket, settings.host(), settings.port(), true);
        shakeHands((SSLSocket) stream);
      }
      step = Step.UPGRADE;
      InputStream in = new BufferedInputStream(stream.getInputStream(), BUFFER);
      upgrade(stream, in);
      return new WebSocketTransport(socket, in, stream.getOutputStream(), settings, random);
    } catch (IOException e) {
      throw new OpenException(step, problem(step, e, watchdog), e);
    }
  }

  private void tunnel(Socket socket, ProxySettings proxy) throws IOException, OpenException {
    switch (proxy.kind()) {
      case HTTP -> HttpTunnel.open(socket, proxy, settings.host(), settings.port());
      case SOCKS5 -> SocksTunnel.open(socket, proxy, settings.host(), settings.port());
    }
  }

  private static void shakeHands(SSLSocket socket) throws IOException {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
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

  private InetAddress[] resolve(String host) throws OpenException {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new OpenException(Step.NAME, "The name " + host + " cannot be resolved", e);
    }
  }

  private String problem(Step step, IOException failure, Watchdog watchdog) {
    String peer = peerHost() + ':' + peerPort();
    String cause =
        watchdog.bitten()
            ? "no success within " + settings.openTimeout().toMillis() + " ms"
            : failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getMessage();
    return switch (step) {
      case NETWORK -> "Cannot connect to " + peer + ": " + cause;
      case PROXY -> "Proxy " + peer + " does not open a tunnel: " + cause;
      case TLS -> "TLS with " + settings.host() + " fails: " + cause;
      default -> settings.hostHeader() + " does not open a WebSocket: " + cause;
    };
  }

  private String peerHost() {
    return settings.proxy().map(ProxySettings::host).orElseGet(settings::host);
  }

  private int peerPort() {
    return settings.proxy().map(ProxySettings::port).orElseGet(settings::port);
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
