package dev.kubezap.whatsapp.connection;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.transport.ProxySettings;
import dev.kubezap.whatsapp.transport.WebSocketSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where to connect and whom to trust.
 *
 * @param endpoint {@code wss://web.whatsapp.com/ws/chat}, or a server of yours
 * @param noiseRoot key that the server's noise certificates must lead to
 * @param proxy to tunnel through
 * @param caFile certificate authorities (PEM) in addition to the system's
 * @param times how long to wait for what
 */
public record ConnectionSettings(
    URI endpoint,
    PublicKey noiseRoot,
    Optional<ProxySettings> proxy,
    Optional<Path> caFile,
    ConnectionTimes times) {

  /** The service. */
  public static final URI PRODUCTION_ENDPOINT = URI.create("wss://web.whatsapp.com/ws/chat");

  /** The root of the service's noise certificates. */
  public static final PublicKey PRODUCTION_NOISE_ROOT =
      new PublicKey(
          ByteString.copyFrom(
              HexFormat.of()
                  .parseHex("142375574d0a587166aae71ebe516437c4a28b73e3695c6ce1f7f9545da8ee6b")));

  /** The service itself, reached directly. */
  public static ConnectionSettings production() {
    return of(PRODUCTION_ENDPOINT, PRODUCTION_NOISE_ROOT);
  }

  /** A server, reached directly. */
  public static ConnectionSettings of(URI endpoint, PublicKey noiseRoot) {
    return new ConnectionSettings(
        endpoint, noiseRoot, Optional.empty(), Optional.empty(), ConnectionTimes.DEFAULT);
  }

  /** The same with other times. */
  public ConnectionSettings withTimes(ConnectionTimes other) {
    return new ConnectionSettings(endpoint, noiseRoot, proxy, caFile, other);
  }

  WebSocketSettings webSocket() {
    WebSocketSettings direct = WebSocketSettings.of(endpoint).withOpenTimeout(times.login());
    WebSocketSettings withProxy = proxy.map(direct::withProxy).orElse(direct);
    return caFile.map(withProxy::withCaFile).orElse(withProxy);
  }
}
