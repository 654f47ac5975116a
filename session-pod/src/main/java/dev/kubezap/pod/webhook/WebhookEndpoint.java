package dev.kubezap.pod.webhook;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where events go.
 *
 * @param name unique in the session; how far it has come is kept under it
 * @param url http or https, the stream of a Redis, the subject of a NATS, the exchange of an AMQP
 *     server or the topic of a Kafka
 * @param events types that are wanted, such as {@code message.received}; empty for all
 * @param headers sent with every delivery; values are secrets
 * @param signingKeys one, or two while they are rotated; none leaves deliveries unsigned
 * @param terms how patient it wants deliveries to be
 */
public record WebhookEndpoint(
    String name,
    URI url,
    Set<String> events,
    Map<String, String> headers,
    List<SigningKey> signingKeys,
    DeliveryTerms terms) {
  private static final Set<String> OURS =
      Set.of("host", "content-length", "content-type", "connection", "transfer-encoding");

  /**
   * On the usual terms.
   *
   * @throws IllegalArgumentException with what to change
   */
  public WebhookEndpoint(
      String name,
      URI url,
      Set<String> events,
      Map<String, String> headers,
      List<SigningKey> signingKeys) {
    this(name, url, events, headers, signingKeys, DeliveryTerms.USUAL);
  }

  /**
   * Copies and checks.
   *
   * @throws IllegalArgumentException with what to change
   */
  public WebhookEndpoint {
    events = Set.copyOf(events);
    headers = Map.copyOf(headers);
    signingKeys = List.copyOf(signingKeys);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a webhook needs a name");
    }
    Optional<EndpointKind> kind = EndpointKind.of(url);
    if (url.getHost() == null || kind.isEmpty()) {
      throw new IllegalArgumentException(
          "the URL of webhook " + name + " must be " + EndpointKind.SCHEMES + " with a host");
    }
    kind.get()
        .problem(url)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("the URL of webhook " + name + " " + problem);
            });
    if (url.getPort() == 0 || url.getPort() > 65_535) {
      throw new IllegalArgumentException(
          "the URL of webhook " + name + " must have a port from 1 to 65535, or none");
    }
    if (kind.get() != EndpointKind.HTTP) {
      checkLogin(name, url, headers);
    }
    if (signingKeys.size() > 2) {
      throw new IllegalArgumentException(
          "webhook " + name + " has more than two signing keys; remove the oldest");
    }
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (!sends(header.getKey(), header.getValue())) {
        throw new IllegalArgumentException(
            "webhook "
                + name
                + " cannot send the header "
                + header.getKey().toLowerCase(Locale.ROOT).replaceAll("[^!-~]", "?"));
      }
    }
  }

  /** Whether a header can be sent with a delivery: well-formed, and none that is ours to set. */
  public static boolean sends(String header, String value) {
    String key = header.toLowerCase(Locale.ROOT);
    return key.matches("[!#$%&'*+.^_`|~0-9a-z-]+")
        && !OURS.contains(key)
        && !key.startsWith("webhook-")
        && value.matches("[\\t\\x20-\\x7e\\x80-\\xff]*");
  }

  /** Brokers are logged in to by what the header says, and by nothing in the URL. */
  private static void checkLogin(String name, URI url, Map<String, String> headers) {
    if (url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "the URL of webhook " + name + " must not hold a login: use the header authorization");
    }
    try {
      Optional<EndpointLogin> login = EndpointLogin.of(headers);
      if (url.getScheme().startsWith("kafka")
          && (login.isPresent()
              ? login.get().user().isEmpty()
              : EndpointKind.parameter(url).isPresent())) {
        throw new IllegalArgumentException(
            "needs the header authorization as Basic <base64 of user:password>, which is what SASL asks for");
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("webhook " + name + " " + e.getMessage(), e);
    }
  }

  /** What takes the events. */
  EndpointKind kind() {
    return EndpointKind.of(url).orElseThrow();
  }

  /** The headers that go along with an event where one of them is the login. */
  Map<String, String> forwardedHeaders() {
    return headers.entrySet().stream()
        .filter(header -> !header.getKey().equalsIgnoreCase(EndpointLogin.HEADER))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Somewhere else, signed as here: without the headers, which are meant for this address. */
  WebhookEndpoint elsewhere(URI other) {
    return new WebhookEndpoint(name, other, events, Map.of(), signingKeys, terms);
  }

  /** Whether events of this type go here. */
  boolean wants(String type) {
    return events.isEmpty() || events.contains(type);
  }

  /** Leaves out paths, headers and keys, which may be secrets. */
  @Override
  public String toString() {
    return "WebhookEndpoint[" + name + " to " + url.getScheme() + "://" + url.getHost() + "]";
  }
}
