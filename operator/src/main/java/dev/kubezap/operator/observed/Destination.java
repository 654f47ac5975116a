package dev.kubezap.operator.observed;

import dev.kubezap.operator.settings.AddressRange;
import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where a URL leads, as far as its text tells. */
public sealed interface Destination {

  /** Ports that URLs leave out. */
  private static int standardPort(String scheme) {
    return switch (scheme) {
      case "http", "ws" -> 80;
      case "socks5" -> 1080;
      case "redis", "rediss" -> 6379;
      case "nats", "nats+tls" -> 4222;
      case "amqp" -> 5672;
      case "amqps" -> 5671;
      case "kafka" -> 9092;
      case "kafkas" -> 9093;
      default -> 443;
    };
  }

  /** Pods of the cluster behind a Service, whose port need not be theirs. */
  record Pods(String namespace) implements Destination {}

  /** An address. */
  record Address(AddressRange range, int port) implements Destination {}

  /** A name of the world outside, whose addresses only the resolver knows. */
  record Name(int port) implements Destination {}

  /**
   * The destination; empty for what no pod may reach: the node's own addresses.
   *
   * @param ownNamespace namespace of names without a dot
   */
  static Optional<Destination> of(String url, String ownNamespace) {
    URI uri = URI.create(url);
    String host = uri.getHost();
    String scheme = uri.getScheme();
    if (host == null || scheme == null) {
      return Optional.empty();
    }
    int port = uri.getPort() < 0 ? standardPort(scheme) : uri.getPort();
    return of(host, port, ownNamespace);
  }

  /** The destination of a host and its port. */
  static Optional<Destination> of(String host, int port, String ownNamespace) {
    String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    Optional<InetAddress> address = literal(name);
    if (address.isPresent()) {
      return address
          .filter(Destination::reachable)
          .map(found -> new Address(AddressRange.of(found), port));
    }
    if (name.equals("localhost")) {
      return Optional.empty();
    }
    return Optional.of(
        namespace(name, ownNamespace).<Destination>map(Pods::new).orElseGet(() -> new Name(port)));
  }

  /**
   * Names as the cluster's name server knows them: service, or
   * [pod.]service.namespace.svc[.domain].
   */
  private static Optional<String> namespace(String name, String ownNamespace) {
    List<String> labels = Arrays.asList(name.split("\\."));
    int service = labels.indexOf("svc");
    if (service >= 2) {
      return Optional.of(labels.get(service - 1));
    }
    return labels.size() == 1 ? Optional.of(ownNamespace) : Optional.empty();
  }

  private static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException name) {
      return Optional.empty();
    }
  }

  private static boolean reachable(InetAddress address) {
    return !address.isLoopbackAddress()
        && !address.isLinkLocalAddress()
        && !address.isAnyLocalAddress()
        && !address.isMulticastAddress();
  }
}
