package dev.kubezap.pod.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.pod.webhook.DeliveryTerms;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A webhook's fields as JSON, the same wherever it is declared. */
public final class WebhookFields {
  /** As long as events are kept. */
  private static final int MOST_HOURS = 168;

  private static final int MOST_ATTEMPTS = 1_000;

  private WebhookFields() {}

  /**
   * Takes the fields beside the name, and notes what is wrong with them.
   *
   * @return empty when something is
   */
  public static Optional<WebhookSetting> read(Optional<String> name, Fields fields) {
    Optional<URI> url = fields.requiredText("url", 2048).flatMap(text -> address(fields, text));
    List<String> events = fields.texts("events", 100, 64);
    Map<String, Secret> headers = new LinkedHashMap<>();
    fields
        .textMap("headers", 32, 8192)
        .forEach((header, value) -> headers.put(header, new Secret(value)));
    List<Secret> keys = fields.texts("signingKeys", 2, 512).stream().map(Secret::new).toList();
    DeliveryTerms terms = terms(fields);
    return name.flatMap(
        named -> url.map(to -> new WebhookSetting(named, to, events, headers, keys, terms)));
  }

  private static DeliveryTerms terms(Fields fields) {
    Optional<Duration> timeout = fields.duration("timeout", DeliveryTerms.LONGEST_TIMEOUT);
    if (timeout.filter(time -> time.compareTo(DeliveryTerms.SHORTEST_TIMEOUT) < 0).isPresent()) {
      fields.wrong("timeout", "must be at least " + DeliveryTerms.SHORTEST_TIMEOUT);
    }
    Optional<Duration> giveUpAfter =
        fields
            .object("retry")
            .flatMap(retry -> retry.wholeNumber("forHours", 1, MOST_HOURS))
            .map(Duration::ofHours);
    Optional<Long> attempts = fields.wholeNumber("maxAttempts", 1, MOST_ATTEMPTS);
    return new DeliveryTerms(
        timeout,
        giveUpAfter,
        attempts.isPresent() ? OptionalInt.of(attempts.get().intValue()) : OptionalInt.empty());
  }

  /** What a webhook's address may begin with: of a sink of events, each with a kind of its own. */
  public static final Set<String> SCHEMES =
      Set.of(
          "http",
          "https",
          "redis",
          "rediss",
          "nats",
          "nats+tls",
          "amqp",
          "amqps",
          "kafka",
          "kafkas");

  /** What {@link #read} takes, its secrets in the clear. */
  public static ObjectNode write(WebhookSetting webhook) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("url", webhook.url().toString());
    var events = json.putArray("events");
    webhook.events().forEach(events::add);
    ObjectNode headers = json.putObject("headers");
    webhook.headers().forEach((header, value) -> headers.put(header, value.value()));
    var keys = json.putArray("signingKeys");
    webhook.signingKeys().forEach(key -> keys.add(key.value()));
    writeTerms(webhook.terms(), json);
    return json;
  }

  /** What is said of how patient deliveries are to be. */
  public static void writeTerms(DeliveryTerms terms, ObjectNode json) {
    terms.timeout().ifPresent(timeout -> json.put("timeout", timeout.toString()));
    terms.giveUpAfter().ifPresent(time -> json.putObject("retry").put("forHours", time.toHours()));
    terms.maxAttempts().ifPresent(attempts -> json.put("maxAttempts", attempts));
  }

  /** An address that events can be posted to; what is wrong with it is noted as {@code url}. */
  public static Optional<URI> address(Fields fields, String text) {
    Optional<URI> address = Variables.addressOf(text, SCHEMES);
    if (address.isEmpty()) {
      fields.wrong(
          "url",
          "must be an address of http, https, or a broker's (redis, rediss, nats, nats+tls, amqp,"
              + " amqps, kafka, kafkas), "
              + Variables.PORT_OF_ADDRESS);
    }
    return address;
  }
}
