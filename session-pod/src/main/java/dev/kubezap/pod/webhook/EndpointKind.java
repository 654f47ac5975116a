package dev.kubezap.pod.webhook;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** What takes the events of an endpoint, as the scheme of its URL says. */
enum EndpointKind {
  /** A POST of each event. */
  HTTP(80, 443),
  /** An entry of a Redis stream; the path is its key. */
  REDIS(6379, 6379),
  /** A message of a subject that a NATS JetStream keeps; the path is the subject. */
  NATS(4222, 4222);

  private static final Pattern SUBJECT = Pattern.compile("/[^\\s.*>/]+(\\.[^\\s.*>/]+)*");
  private static final Pattern LENGTH = Pattern.compile("maxlen=[1-9][0-9]{0,8}");

  private final int port;
  private final int securePort;

  EndpointKind(int port, int securePort) {
    this.port = port;
    this.securePort = securePort;
  }

  /** The kind of a URL; empty when no event can go there. */
  static Optional<EndpointKind> of(URI url) {
    return switch (url.getScheme()) {
      case "http", "https" -> Optional.of(HTTP);
      case "redis", "rediss" -> Optional.of(REDIS);
      case "nats", "nats+tls" -> Optional.of(NATS);
      case null, default -> Optional.empty();
    };
  }

  /** Whether the URL says that the connection is encrypted. */
  static boolean secure(URI url) {
    return switch (url.getScheme()) {
      case "https", "rediss", "nats+tls" -> true;
      default -> false;
    };
  }

  /** The port of the URL, or that of its scheme. */
  int port(URI url) {
    return url.getPort() > 0 ? url.getPort() : secure(url) ? securePort : port;
  }

  /** What is wrong with the path or the query of a URL of this kind, as the end of a sentence. */
  Optional<String> problem(URI url) {
    return switch (this) {
      case HTTP -> Optional.empty();
      case REDIS -> {
        String query = url.getRawQuery();
        if (url.getPath().length() < 2) {
          yield Optional.of("must name the stream: redis://host/key");
        }
        yield query == null || LENGTH.matcher(query).matches()
            ? Optional.empty()
            : Optional.of("may have no query but maxlen=<entries>");
      }
      case NATS ->
          url.getRawQuery() == null && SUBJECT.matcher(url.getPath()).matches()
              ? Optional.empty()
              : Optional.of("must name one subject: nats://host/subject");
    };
  }
}
