package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One receiver of events.
 *
 * @param name name of the receiver, unique in the session; what was delivered is remembered under
 *     it
 * @param url where events are posted
 * @param events event types to deliver; none given: all
 * @param headers headers to send with each request
 * @param signingKeySecretRef Secret key with one or two signing keys, separated by white space
 * @param timeout how long an answer may take
 * @param retry for how long deliveries are tried
 * @param maxAttempts how often a delivery is tried
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Webhook(
    @JsonPropertyDescription(
            "Name of the receiver, unique in the session; what was delivered is remembered under it. Left out: made from the url.")
        @Size(min = 1, max = 63)
        @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
            message = "write the name of a webhook with lower-case letters, digits and dashes")
        @Nullable String name,
    @JsonPropertyDescription(WHERE)
        @Required
        @Size(max = 2048)
        @ValidationRule(value = ADDRESS_RULE, message = ADDRESS_MESSAGE)
        @ValidationRule(value = NO_LOGIN_RULE, message = NO_LOGIN_MESSAGE)
        String url,
    @JsonPropertyDescription("Event types to deliver. Left out: all.")
        @Size(max = 64)
        @ValidationRule(value = SOME_RULE, message = SOME_MESSAGE)
        @Nullable List<EventType> events,
    @JsonPropertyDescription("Headers to send with each request.")
        @Size(max = 16)
        @ValidationRule(value = ONCE_RULE, message = ONCE_MESSAGE)
        List<WebhookHeader> headers,
    @JsonPropertyDescription(SIGNING) @Nullable SecretKeyReference signingKeySecretRef,
    @JsonPropertyDescription(TIMEOUT)
        @Size(max = 16)
        @ValidationRule(value = TIMEOUT_RULE, message = TIMEOUT_MESSAGE)
        @Nullable String timeout,
    @JsonPropertyDescription("For how long deliveries are tried.") @Nullable WebhookRetry retry,
    @JsonPropertyDescription(ATTEMPTS)
        @ValidationRule(value = ATTEMPTS_RULE, message = ATTEMPTS_MESSAGE)
        @Nullable Integer maxAttempts) {

  static final String ADDRESS_RULE =
      "self.matches('^https?://(\\\\[[0-9a-fA-F:.]+\\\\]|[^/?#@:\\\\s\\\\[\\\\]]+)(:[0-9]{1,5})?([/?#]|$)')"
          + " || self.matches('^(rediss?|nats(\\\\+tls)?|amqps?|kafkas?)://(\\\\[[0-9a-fA-F:.]+\\\\]|[^/?#@:\\\\s\\\\[\\\\]]+)(:[0-9]{1,5})?/[^/?#\\\\s]')"
          + " || self.matches('^(https?|rediss?|nats(\\\\+tls)?|amqps?|kafkas?)://[^/?#]*@')";
  static final String ADDRESS_MESSAGE =
      "write the webhook url as http://host/path, https://host/path, redis://host/stream, rediss://host/stream, nats://host/subject, nats+tls://host/subject, amqp://host/exchange, amqps://host/exchange, kafka://host/topic or kafkas://host/topic";
  static final String NO_LOGIN_RULE = "!self.matches('^[a-zA-Z+]+://[^/?#]*@')";
  static final String NO_LOGIN_MESSAGE =
      "the webhook url must not contain a user name or password: put credentials into headers with a secretRef";
  static final String WHERE =
      "Where events go: an http or https address that they are posted to, a Redis stream (redis://host/stream, optional ?maxlen=),"
          + " a subject that a NATS JetStream keeps (nats://host/subject), an exchange of AMQP 0-9-1 (amqp://host/exchange, optional ?vhost=)"
          + " or a topic of Kafka (kafka://host/topic, optional ?sasl=). A login is the header authorization, Bearer or Basic.";
  static final String SOME_RULE = "self.size() > 0";
  static final String SOME_MESSAGE =
      "an empty list of events would deliver nothing: leave events out for all, or remove the webhook";
  static final String ONCE_RULE =
      "self.all(a, self.exists_one(b, b.name.lowerAscii() == a.name.lowerAscii()))";
  static final String ONCE_MESSAGE = "a header is given twice: give each header once";
  static final String SIGNING =
      "Secret key with the signing key, whsec_ and base64 as in Standard Webhooks. Two keys separated by a line end are both"
          + " used, so that receivers can change over.";

  static final String TIMEOUT = "How long an answer may take, from PT1S to PT30S. Left out: PT15S.";
  static final String TIMEOUT_RULE = "self.matches('^PT([1-9]|[12][0-9]|30)S$')";
  static final String TIMEOUT_MESSAGE = "write the timeout in seconds, from PT1S to PT30S";
  static final String ATTEMPTS = "How often a delivery is tried. Left out: any number of times.";
  static final String ATTEMPTS_RULE = "self >= 1 && self <= 1000";
  static final String ATTEMPTS_MESSAGE = "maxAttempts is a number from 1 to 1000";

  /** One that is as patient as usual. */
  public Webhook(
      @Nullable String name,
      String url,
      @Nullable List<EventType> events,
      List<WebhookHeader> headers,
      @Nullable SecretKeyReference signingKeySecretRef) {
    this(name, url, events, headers, signingKeySecretRef, null, null, null);
  }

  /** Takes an absent list of headers as an empty one. */
  public Webhook {
    headers = List.copyOf(Objects.requireNonNullElse(headers, List.of()));
  }
}
