package dev.kubezap.operator.settings;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address and a TCP port.
 *
 * @param address IPv4 or IPv6, as numbers
 * @param port from 1 to 65535
 */
public record NetworkEndpoint(InetAddress address, int port)
    implements Comparable<NetworkEndpoint> {

  private static final Pattern TEXT = Pattern.compile("(?:\\[([^\\]]+)\\]|([^:]+)):([0-9]{1,5})");

  /** Reads {@code 10.0.0.1:6443} or {@code [fd00::1]:6443}; empty when it is neither. */
  public static Optional<NetworkEndpoint> read(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    int port = Integer.parseInt(matcher.group(3));
    return of(host, port);
  }

  /** Empty when the host is no address or the port is none. */
  public static Optional<NetworkEndpoint> of(String host, int port) {
    if (port < 1 || port > 65_535) {
      return Optional.empty();
    }
    try {
      return Optional.of(new NetworkEndpoint(InetAddress.ofLiteral(host), port));
    } catch (IllegalArgumentException name) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(NetworkEndpoint other) {
    int addresses = address.getHostAddress().compareTo(other.address.getHostAddress());
    return addresses == 0 ? Integer.compare(port, other.port) : addresses;
  }
}
