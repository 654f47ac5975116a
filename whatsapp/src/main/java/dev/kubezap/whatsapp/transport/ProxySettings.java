package dev.kubezap.whatsapp.transport;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A proxy that connections tunnel through. Names are resolved by the proxy.
 *
 * @param kind how it is spoken to
 * @param host name or address
 * @param port TCP port
 * @param credentials that it asks for
 */
public record ProxySettings(Kind kind, String host, int port, Optional<Credentials> credentials) {

  private static final String FORM =
      "A proxy has the form http://[user:password@]host:port or"
          + " socks5://[user:password@]host:port; ";

  /** How a proxy is spoken to. */
  public enum Kind {
    /** HTTP CONNECT (RFC 9110, section 9.3.6). */
    HTTP,
    /** SOCKS version 5 (RFC 1928). */
    SOCKS5
  }

  /**
   * User and password.
   *
   * @param user not empty
   * @param password possibly empty; kept out of {@link #toString()}
   */
  public record Credentials(String user, String password) {
    /** Hides both. */
    @Override
    public String toString() {
      return "Credentials[hidden]";
    }
  }

  /**
   * Reads {@code http://[user:password@]host:port} or the same with {@code socks5}; user and
   * password may be percent-encoded.
   *
   * @throws IllegalArgumentException for another form; the message does not repeat the password
   */
  public static ProxySettings of(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    Kind kind =
        switch (scheme) {
          case "http" -> Kind.HTTP;
          // The names are always the proxy's to resolve, which the h says elsewhere.
          case "socks5", "socks5h" -> Kind.SOCKS5;
          default -> throw new IllegalArgumentException(FORM + "'" + scheme + "' is not supported");
        };
    if (uri.getHost() == null || uri.getPort() < 1) {
      throw new IllegalArgumentException(FORM + "host or port is missing");
    }
    return new ProxySettings(
        kind,
        uri.getHost(),
        uri.getPort(),
        Optional.ofNullable(uri.getRawUserInfo()).map(ProxySettings::credentials));
  }

  private static Credentials credentials(String rawUserInfo) {
    int colon = rawUserInfo.indexOf(':');
    return colon < 0
        ? new Credentials(decoded(rawUserInfo), "")
        : new Credentials(
            decoded(rawUserInfo.substring(0, colon)), decoded(rawUserInfo.substring(colon + 1)));
  }

  private static String decoded(String text) {
    // Form decoding would turn a plus sign into a space.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Leaves out the credentials. */
  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + "://" + host + ":" + port;
  }
}
