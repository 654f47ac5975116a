package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.api.EventCatalog;
import dev.kubezap.pod.api.WebhookAdministration;
import dev.kubezap.pod.api.WebhookChange;
import dev.kubezap.pod.config.ConfigFolder;
import dev.kubezap.pod.config.ConfigurationException;
import dev.kubezap.pod.config.Secret;
import dev.kubezap.pod.config.WebhookSetting;
import dev.kubezap.pod.webhook.Delivery;
import dev.kubezap.pod.webhook.SigningKey;
import dev.kubezap.pod.webhook.TestDelivery;
import dev.kubezap.pod.webhook.WebhookEndpoint;
import dev.kubezap.pod.webhook.Webhooks;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.sql.SQLException;
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
 * The webhooks that the folder and the variables declare, and those that were made through the API
 * under other names, kept up to date while the process owns the session.
 */
final class DeclaredWebhooks implements WebhookAdministration {
  private static final Logger LOG = Logger.getLogger(DeclaredWebhooks.class);

  private final Optional<WebhookSetting> variable;
  private static final int MOST_REGISTERED = 32;

  private final StatusReporter status;
  private List<WebhookEndpoint> declared;
  private Optional<RegisteredWebhooks> registered = Optional.empty();
  private Optional<Webhooks> running = Optional.empty();
  private OptionalLong epoch = OptionalLong.empty();

  DeclaredWebhooks(
      Optional<WebhookSetting> variable, ConfigFolder configuration, StatusReporter status) {
    this.variable = variable;
    this.status = status;
    variable.ifPresent(DeclaredWebhooks::refuseIfUnusable);
    declared = declared(configuration.content().webhooks());
    configuration.onChange(content -> change(content.webhooks()));
  }

  /** The database is reached. */
  synchronized void open(Webhooks webhooks, RegisteredWebhooks fromDatabase) throws SQLException {
    fromDatabase.load();
    registered = Optional.of(fromDatabase);
    webhooks.updateEndpoints(endpoints());
    running = Optional.of(webhooks);
    epoch.ifPresent(webhooks::start);
  }

  /** This process owns the session: deliver. */
  synchronized void start(long ownedEpoch) {
    epoch = OptionalLong.of(ownedEpoch);
    try {
      // Another process may have owned the session, and changed them.
      if (registered.isPresent()) {
        registered.get().load();
      }
    } catch (SQLException e) {
      LOG.warnf("Webhooks are as they were read before: SQLSTATE %s", e.getSQLState());
    }
    running.ifPresent(webhooks -> webhooks.updateEndpoints(endpoints()));
    running.ifPresent(webhooks -> webhooks.start(ownedEpoch));
  }

  /** Deliver no more. */
  synchronized void stop() {
    epoch = OptionalLong.empty();
    running.ifPresent(Webhooks::stop);
  }

  private synchronized void change(List<WebhookSetting> settings) {
    declared = declared(settings);
    running.ifPresent(webhooks -> webhooks.updateEndpoints(endpoints()));
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

  /** A variable stays as it is for the life of the process: better not to begin it. */
  private static void refuseIfUnusable(WebhookSetting setting) {
    try {
      endpoint(setting);
      refuseUnknownEvents(setting);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          List.of(
              "KUBEZAP_WEBHOOK_URL, _EVENTS or _SIGNING_KEY cannot be used: "
                  + e.getMessage()
                  + "."));
    }
  }

  /** Not of the folder's: a resource may ask for events that only a newer program raises. */
  private static void refuseUnknownEvents(WebhookSetting setting) {
    for (String event : setting.events()) {
      if (!EventCatalog.names().contains(event)) {
        throw new IllegalArgumentException(
            "there is no event "
                + event.replaceAll("[^!-~]", "?")
                + ", but "
                + String.join(", ", EventCatalog.names()));
      }
    }
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
    List<WebhookEndpoint> all = new ArrayList<>(declared);
    for (WebhookSetting setting : registered.map(RegisteredWebhooks::settings).orElse(List.of())) {
      if (!isDeclared(setting.name())) {
        all.add(endpoint(setting));
      }
    }
    return all;
  }

  private boolean isDeclared(String name) {
    return declared.stream().anyMatch(endpoint -> endpoint.name().equals(name));
  }

  @Override
  public synchronized boolean isRegistered(String webhook) {
    return !isDeclared(webhook) && registered.isPresent() && registered.get().has(webhook);
  }

  @Override
  public synchronized WebhookChange put(WebhookSetting webhook) {
    if (isDeclared(webhook.name())) {
      return WebhookChange.DECLARED;
    }
    Webhooks delivering = require();
    RegisteredWebhooks all = registered.orElseThrow();
    boolean known = all.has(webhook.name());
    if (!known && all.settings().size() >= MOST_REGISTERED) {
      return WebhookChange.TOO_MANY;
    }
    WebhookEndpoint usable = endpoint(webhook);
    if (epoch.isEmpty() || !all.put(epoch.getAsLong(), webhook)) {
      return WebhookChange.STANDBY;
    }
    LOG.infof("%s was %s through the API", usable, known ? "changed" : "made");
    delivering.updateEndpoints(endpoints());
    return known ? WebhookChange.REPLACED : WebhookChange.CREATED;
  }

  @Override
  public synchronized WebhookChange remove(String webhook) {
    if (isDeclared(webhook)) {
      return WebhookChange.DECLARED;
    }
    Webhooks delivering = require();
    RegisteredWebhooks all = registered.orElseThrow();
    if (!all.has(webhook)) {
      return WebhookChange.UNKNOWN;
    }
    // It delivers no more before its place is forgotten, so that it cannot write one anew.
    delivering.updateEndpoints(
        endpoints().stream().filter(other -> !other.name().equals(webhook)).toList());
    boolean removed = epoch.isPresent() && all.remove(epoch.getAsLong(), webhook);
    if (!removed) {
      delivering.updateEndpoints(endpoints());
      return WebhookChange.STANDBY;
    }
    LOG.infof("The webhook %s was removed through the API", webhook);
    return WebhookChange.REMOVED;
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
