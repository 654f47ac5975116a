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
  NATS(4222, 4222),
  /** A message to an exchange of AMQP 0-9-1; the path is the exchange. */
  AMQP(5672, 5671),
  /** A record of a Kafka topic; the path is the topic. */
  KAFKA(9092, 9093);

  /** What a URL may begin with, as the part of a sentence. */
  static final String SCHEMES =
      "http://, https://, redis://, rediss://, nats://, nats+tls://, amqp://, amqps://, kafka:// or kafkas://";

  private static final Pattern SUBJECT = Pattern.compile("/[^\\s.*>/]+(\\.[^\\s.*>/]+)*");
  private static final Pattern LENGTH = Pattern.compile("maxlen=[1-9][0-9]{0,8}");
  private static final Pattern EXCHANGE = Pattern.compile("/[^/\\p{Cntrl}]{1,127}");
  private static final Pattern VIRTUAL_HOST = Pattern.compile("vhost=[^&=]{1,255}");
  private static final Pattern TOPIC = Pattern.compile("/(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");
  private static final Pattern MECHANISM =
      Pattern.compile("sasl=(PLAIN|SCRAM-SHA-256|SCRAM-SHA-512)");

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
      case "amqp", "amqps" -> Optional.of(AMQP);
      case "kafka", "kafkas" -> Optional.of(KAFKA);
      case null, default -> Optional.empty();
    };
  }

  /** Whether the URL says that the connection is encrypted. */
  static boolean secure(URI url) {
    return switch (url.getScheme()) {
      case "https", "rediss", "nats+tls", "amqps", "kafkas" -> true;
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
        if (url.getPath().length() < 2) {
          yield Optional.of("must name the stream: redis://host/key");
        }
        yield fits(url, LENGTH)
            ? Optional.empty()
            : Optional.of("may have no query but maxlen=<entries>");
      }
      case NATS ->
          url.getRawQuery() == null && SUBJECT.matcher(url.getPath()).matches()
              ? Optional.empty()
              : Optional.of("must name one subject: nats://host/subject");
      case AMQP -> {
        if (!EXCHANGE.matcher(url.getPath()).matches()) {
          yield Optional.of("must name one exchange: amqp://host/exchange");
        }
        yield fits(url, VIRTUAL_HOST)
            ? Optional.empty()
            : Optional.of("may have no query but vhost=<virtual host>");
      }
      case KAFKA -> {
        if (!TOPIC.matcher(url.getPath()).matches()) {
          yield Optional.of("must name one topic: kafka://host/topic");
        }
        yield fits(url, MECHANISM)
            ? Optional.empty()
            : Optional.of("may have no query but sasl=PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512");
      }
    };
  }

  private static boolean fits(URI url, Pattern query) {
    return url.getRawQuery() == null || query.matcher(url.getRawQuery()).matches();
  }

  /** What the one parameter of a URL says. */
  static Optional<String> parameter(URI url) {
    return Optional.ofNullable(url.getQuery())
        .map(query -> query.substring(query.indexOf('=') + 1));
  }
}
