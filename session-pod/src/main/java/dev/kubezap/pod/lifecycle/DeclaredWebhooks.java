package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.api.WebhookAdministration;
import dev.kubezap.pod.config.ConfigFolder;
import dev.kubezap.pod.config.Secret;
import dev.kubezap.pod.config.WebhookSetting;
import dev.kubezap.pod.webhook.Delivery;
import dev.kubezap.pod.webhook.SigningKey;
import dev.kubezap.pod.webhook.TestDelivery;
import dev.kubezap.pod.webhook.WebhookEndpoint;
import dev.kubezap.pod.webhook.Webhooks;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The webhooks that the folder and the variables declare, kept up to date while the process owns
 * the session.
 */
final class DeclaredWebhooks implements WebhookAdministration {
  private static final Logger LOG = Logger.getLogger(DeclaredWebhooks.class);

  private final Optional<WebhookSetting> variable;
  private final StatusReporter status;
  private List<WebhookEndpoint> endpoints;
  private Optional<Webhooks> running = Optional.empty();
  private OptionalLong epoch = OptionalLong.empty();

  DeclaredWebhooks(
      Optional<WebhookSetting> variable, ConfigFolder configuration, StatusReporter status) {
    this.variable = variable;
    this.status = status;
    endpoints = declared(configuration.content().webhooks());
    configuration.onChange(content -> change(content.webhooks()));
  }

  /** The database is reached. */
  synchronized void open(Webhooks webhooks) {
    webhooks.updateEndpoints(endpoints);
    running = Optional.of(webhooks);
    epoch.ifPresent(webhooks::start);
  }

  /** This process owns the session: deliver. */
  synchronized void start(long ownedEpoch) {
    epoch = OptionalLong.of(ownedEpoch);
    running.ifPresent(webhooks -> webhooks.start(ownedEpoch));
  }

  /** Deliver no more. */
  synchronized void stop() {
    epoch = OptionalLong.empty();
    running.ifPresent(Webhooks::stop);
  }

  private synchronized void change(List<WebhookSetting> settings) {
    endpoints = declared(settings);
    running.ifPresent(webhooks -> webhooks.updateEndpoints(endpoints));
  }

  private List<WebhookEndpoint> declared(List<WebhookSetting> fromFolder) {
    List<WebhookSetting> settings = new ArrayList<>(fromFolder);
    variable.ifPresent(settings::add);
    List<WebhookEndpoint> usable = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (WebhookSetting setting : settings) {
      try {
        if (!names.add(setting.name())) {
          throw new IllegalArgumentException("two webhooks have the name " + setting.name());
        }
        usable.add(endpoint(setting));
      } catch (IllegalArgumentException e) {
        LOG.errorf("A webhook is not used until it is corrected: %s", e.getMessage());
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    status.degraded(
        "WebhookInvalid",
        problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems)));
    return usable;
  }

  private static WebhookEndpoint endpoint(WebhookSetting setting) {
    Map<String, String> headers = new HashMap<>();
    setting.headers().forEach((name, value) -> headers.put(name, value.value()));
    return new WebhookEndpoint(
        setting.name(),
        setting.url(),
        Set.copyOf(setting.events()),
        headers,
        setting.signingKeys().stream().map(Secret::value).map(SigningKey::parse).toList());
  }

  @Override
  public synchronized List<WebhookEndpoint> endpoints() {
    return endpoints;
  }

  @Override
  public List<Delivery> waiting(String webhook) {
    return require().waiting(webhook);
  }

  @Override
  public List<Delivery> deadLetters(String webhook) {
    return require().deadLetters(webhook);
  }

  @Override
  public Optional<TestDelivery> test(String webhook) {
    return require().test(webhook, UUID.randomUUID().toString());
  }

  @Override
  public OptionalInt replay(String webhook, List<String> ids) {
    return require().replay(webhook, ids);
  }

  @Override
  public OptionalInt replay(String webhook, Instant from, Instant to) {
    return require().replay(webhook, from, to);
  }

  private synchronized Webhooks require() {
    return running.orElseThrow(
        () ->
            new StoreUnavailableException(
                "the database is not reached yet", new IllegalStateException("starting")));
  }
}
