package dev.kubezap.whatsapp.transport;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the service is and how to reach it.
 *
 * @param endpoint {@code wss://} or, without TLS, {@code ws://}
 * @param origin value of the header {@code Origin}
 * @param proxy to go through
 * @param caFile certificate authorities (PEM) that are trusted in addition to the system's
 * @param openTimeout for everything up to the open WebSocket
 * @param maxMessageBytes larger messages of the peer end the connection
 */
public record WebSocketSettings(
    URI endpoint,
    String origin,
    Optional<ProxySettings> proxy,
    Optional<Path> caFile,
    Duration openTimeout,
    long maxMessageBytes) {

  /** The origin of the web client, which the service expects. */
  public static final String ORIGIN = "https://web.whatsapp.com";

  /** Refuses an endpoint that is no WebSocket. */
  public WebSocketSettings {
    String scheme = endpoint.getScheme();
    if (endpoint.getHost() == null || !("wss".equals(scheme) || "ws".equals(scheme))) {
      throw new IllegalArgumentException(
          "Not a WebSocket's address: '"
              + endpoint
              + "'. It has the form wss://web.whatsapp.com/ws/chat");
    }
    if (!openTimeout.isPositive() || maxMessageBytes < 1) {
      throw new IllegalArgumentException("Timeout and message size are positive");
    }
  }

  /** Settings for an endpoint with all defaults: no proxy, system authorities, 20 s, 64 MiB. */
  public static WebSocketSettings of(URI endpoint) {
    return new WebSocketSettings(
        endpoint, ORIGIN, Optional.empty(), Optional.empty(), Duration.ofSeconds(20), 64L << 20);
  }

  /** The same with a proxy. */
  public WebSocketSettings withProxy(ProxySettings other) {
    return new WebSocketSettings(
        endpoint, origin, Optional.of(other), caFile, openTimeout, maxMessageBytes);
  }

  /** The same with additional certificate authorities. */
  public WebSocketSettings withCaFile(Path file) {
    return new WebSocketSettings(
        endpoint, origin, proxy, Optional.of(file), openTimeout, maxMessageBytes);
  }

  /** The same with another time limit for opening. */
  public WebSocketSettings withOpenTimeout(Duration timeout) {
    return new WebSocketSettings(endpoint, origin, proxy, caFile, timeout, maxMessageBytes);
  }

  boolean secure() {
    return "wss".equals(endpoint.getScheme());
  }

  /** The host without the brackets of an IPv6 address. */
  String host() {
    String host = endpoint.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    return endpoint.getPort() > 0 ? endpoint.getPort() : secure() ? 443 : 80;
  }

  /** Path and query as they go into the request. */
  String requestTarget() {
    String path = endpoint.getRawPath();
    String target = path == null || path.isEmpty() ? "/" : path;
    return endpoint.getRawQuery() == null ? target : target + '?' + endpoint.getRawQuery();
  }

  /** Host and, unless it is the scheme's own, port. */
  String hostHeader() {
    return endpoint.getPort() > 0
        ? endpoint.getHost() + ':' + endpoint.getPort()
        : endpoint.getHost();
  }
}
