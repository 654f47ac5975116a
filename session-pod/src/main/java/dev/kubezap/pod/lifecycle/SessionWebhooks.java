package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.api.WebhookAdministration;
import dev.kubezap.pod.api.WebhookChange;
import dev.kubezap.pod.config.ConfigFolder;
import dev.kubezap.pod.config.WebhookSetting;
import dev.kubezap.pod.outbox.EventLog;
import dev.kubezap.pod.ownership.ReadConnection;
import dev.kubezap.pod.webhook.ListedDelivery;
import dev.kubezap.pod.webhook.TestDelivery;
import dev.kubezap.pod.webhook.TestEvent;
import dev.kubezap.pod.webhook.WebhookEndpoint;
import dev.kubezap.pod.webhook.Webhooks;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/**
 * The webhooks of the session: those that are declared, and those that were made through the API
 * under other names; kept up to date while the process owns the session.
 */
final class SessionWebhooks implements WebhookAdministration {
  private static final Logger LOG = Logger.getLogger(SessionWebhooks.class);
  private static final int MOST_REGISTERED = 32;

  private final DeclaredWebhooks declaring;
  private final WebhookFactory deliveries;
  private List<WebhookEndpoint> declared;
  private Optional<RegisteredWebhooks> registered = Optional.empty();
  private Optional<Webhooks> running = Optional.empty();
  private OptionalLong epoch = OptionalLong.empty();

  /**
   * @param deliveries makes what delivers to them
   */
  SessionWebhooks(
      DeclaredWebhooks declaring, ConfigFolder configuration, WebhookFactory deliveries) {
    this.declaring = declaring;
    this.deliveries = deliveries;
    declared = declaring.usable(configuration.content().webhooks());
    configuration.onChange(content -> change(content.webhooks()));
  }

  /** The database is reached. */
  synchronized void open(
      ReadConnection connection, long sessionId, EventLog events, RegisteredWebhooks fromDatabase)
      throws SQLException {
    Webhooks webhooks = deliveries.make(connection, sessionId, events);
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
    declared = declaring.usable(settings);
    running.ifPresent(webhooks -> webhooks.updateEndpoints(endpoints()));
  }

  @Override
  public synchronized List<WebhookEndpoint> endpoints() {
    List<WebhookEndpoint> all = new ArrayList<>(declared);
    for (WebhookSetting setting : registered.map(RegisteredWebhooks::settings).orElse(List.of())) {
      if (!isDeclared(setting.name())) {
        all.add(DeclaredWebhooks.endpoint(setting));
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
    WebhookEndpoint usable = DeclaredWebhooks.endpoint(webhook);
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
    boolean removed = false;
    try {
      removed = epoch.isPresent() && all.remove(epoch.getAsLong(), webhook);
    } finally {
      // Also when the database does not answer: whoever asked is told to ask again.
      if (!removed) {
        delivering.updateEndpoints(endpoints());
      }
    }
    if (!removed) {
      return WebhookChange.STANDBY;
    }
    LOG.infof("The webhook %s was removed through the API", webhook);
    return WebhookChange.REMOVED;
  }

  @Override
  public List<ListedDelivery> deliveries(String webhook, boolean waiting, long after, int limit) {
    return require().deliveries(webhook, waiting, after, limit);
  }

  @Override
  public OptionalInt discard(String webhook, List<Long> sequences) {
    OptionalInt count = require().discard(webhook, sequences);
    count.ifPresent(
        many -> LOG.infof("%d deliveries to %s were discarded through the API", many, webhook));
    return count;
  }

  @Override
  public Optional<TestDelivery> test(String webhook, TestEvent event) {
    return require().test(webhook, event);
  }

  @Override
  public Optional<TestDelivery> deliver(Optional<String> signedAs, TestEvent event) {
    return require().deliver(signedAs, event);
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
