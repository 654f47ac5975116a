package dev.kubezap.whatsapp.transport;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * An HTTP proxy that connections tunnel through by CONNECT.
 *
 * @param host name or address
 * @param port TCP port
 * @param authorization value of the header {@code Proxy-Authorization}; kept out of {@link
 *     #toString()}
 */
public record ProxySettings(String host, int port, Optional<String> authorization) {

  /**
   * Reads {@code http://[user:password@]host:port}; user and password may be percent-encoded.
   *
   * @throws IllegalArgumentException for another form; the message does not repeat the password
   */
  public static ProxySettings of(URI uri) {
    if (!"http".equalsIgnoreCase(uri.getScheme())) {
      throw new IllegalArgumentException(
          "A proxy has the form http://[user:password@]host:port; '"
              + uri.getScheme()
              + "' is not supported");
    }
    if (uri.getHost() == null || uri.getPort() < 1) {
      throw new IllegalArgumentException(
          "A proxy has the form http://[user:password@]host:port; host or port is missing");
    }
    return new ProxySettings(
        uri.getHost(),
        uri.getPort(),
        Optional.ofNullable(uri.getRawUserInfo()).map(ProxySettings::basic));
  }

  private static String basic(String rawUserInfo) {
    // Form decoding would turn a plus sign into a space.
    String credentials = URLDecoder.decode(rawUserInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  /** Leaves out the credentials. */
  @Override
  public String toString() {
    return "http://" + host + ":" + port;
  }
}
