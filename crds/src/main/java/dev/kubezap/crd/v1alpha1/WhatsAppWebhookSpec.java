package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whose events go where.
 *
 * @param selector labels of the sessions, in the same namespace; none given: all of them
 * @param url where events are posted
 * @param events event types to deliver; none given: all
 * @param headers headers to send with each request
 * @param signingKeySecretRef Secret key with one or two signing keys, separated by white space
 * @param timeout how long an answer may take
 * @param retry for how long deliveries are tried
 * @param maxAttempts how often a delivery is tried
 * @param unknown what stands in the resource and this version cannot read; no part of the resource
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonDeserialize(using = LenientDeserializer.WebhookSpec.class)
public record WhatsAppWebhookSpec(
    @JsonPropertyDescription(
            "Labels of the sessions, in the same namespace. Left out: all sessions of the namespace.")
        @Nullable LabelSelector selector,
    @JsonPropertyDescription(Webhook.WHERE)
        @Required
        @Size(max = 2048)
        @ValidationRule(value = Webhook.ADDRESS_RULE, message = Webhook.ADDRESS_MESSAGE)
        @ValidationRule(value = Webhook.NO_LOGIN_RULE, message = Webhook.NO_LOGIN_MESSAGE)
        String url,
    @JsonPropertyDescription("Event types to deliver. Left out: all.")
        @Size(max = 64)
        @ValidationRule(value = Webhook.SOME_RULE, message = Webhook.SOME_MESSAGE)
        @Nullable List<EventType> events,
    @JsonPropertyDescription(
            "Headers to send with each request. Their Secrets are looked for in the same namespace.")
        @Size(max = 16)
        @ValidationRule(value = Webhook.ONCE_RULE, message = Webhook.ONCE_MESSAGE)
        List<WebhookHeader> headers,
    @JsonPropertyDescription(Webhook.SIGNING) @Nullable SecretKeyReference signingKeySecretRef,
    @JsonPropertyDescription(Webhook.TIMEOUT)
        @Size(max = 16)
        @ValidationRule(value = Webhook.TIMEOUT_RULE, message = Webhook.TIMEOUT_MESSAGE)
        @Nullable String timeout,
    @JsonPropertyDescription("For how long deliveries are tried.") @Nullable WebhookRetry retry,
    @JsonPropertyDescription(Webhook.ATTEMPTS)
        @ValidationRule(value = Webhook.ATTEMPTS_RULE, message = Webhook.ATTEMPTS_MESSAGE)
        @Nullable Integer maxAttempts,
    @JsonIgnore List<UnknownSetting> unknown) {

  /** Begins the name that the webhook has in a session, where no other may have a dot. */
  public static final String PREFIX = "selected.";

  /** Nothing said yet. */
  static final WhatsAppWebhookSpec EMPTY =
      new WhatsAppWebhookSpec(null, "", null, List.of(), null, null, null, null, List.of());

  /** Takes absent lists as empty ones. */
  public WhatsAppWebhookSpec {
    url = Objects.requireNonNullElse(url, "");
    headers = List.copyOf(Objects.requireNonNullElse(headers, List.of()));
    unknown = List.copyOf(Objects.requireNonNullElse(unknown, List.of()));
  }

  /**
   * What a session that is selected delivers to.
   *
   * @param name of the resource
   */
  public Webhook webhook(String name) {
    return new Webhook(
        PREFIX + name, url, events, headers, signingKeySecretRef, timeout, retry, maxAttempts);
  }

  /** The same, with what could not be read. */
  WhatsAppWebhookSpec lacking(List<UnknownSetting> unread) {
    return new WhatsAppWebhookSpec(
        selector, url, events, headers, signingKeySecretRef, timeout, retry, maxAttempts, unread);
  }
}
