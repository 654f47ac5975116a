package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.Webhook;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppWebhook;
import dev.kubezap.operator.observed.Result;
import dev.kubezap.operator.observed.WebhookSelection;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The webhooks that select sessions by labels, and which session has which. Thread-safe. */
final class SelectingWebhooks {

  private final boolean single;
  private Optional<InformerEventSource<WhatsAppWebhook, WhatsAppSession>> source = Optional.empty();
  private Optional<ResourceCache<WhatsAppSession>> sessions = Optional.empty();

  /**
   * The webhooks that each session was looked at with, by name; one entry for each session that has
   * any. Who is not selected any more is known by it.
   */
  private final Map<ResourceID, Set<String>> selected = new ConcurrentHashMap<>();

  /**
   * No webhooks yet.
   *
   * @param single whether there is one cache, rather than one for each namespace
   */
  SelectingWebhooks(boolean single) {
    this.single = single;
  }

  /** Makes the cache; the caller's framework fills it. A changed webhook calls its sessions. */
  EventSource<?, WhatsAppSession> open(EventSourceContext<WhatsAppSession> context) {
    sessions = Optional.of(context.getPrimaryCache());
    var configuration =
        InformerEventSourceConfiguration.from(WhatsAppWebhook.class, WhatsAppSession.class)
            .withName(WhatsAppWebhook.class.getSimpleName())
            .withNamespacesInheritedFromController()
            // Our own word in its status is no news to a thousand sessions.
            .withOnUpdateFilter(SelectingWebhooks::changed)
            .withSecondaryToPrimaryMapper(this::concerned);
    if (single) {
      configuration.withItemStore(new LeanStore<>());
    }
    var opened =
        new InformerEventSource<WhatsAppWebhook, WhatsAppSession>(configuration.build(), context);
    source = Optional.of(opened);
    return opened;
  }

  /** What the session delivers to beside its own webhooks. */
  Result<List<Webhook>> of(WhatsAppSession session) {
    List<WhatsAppWebhook> selecting =
        source.stream()
            .flatMap(webhooks -> webhooks.list(session.getMetadata().getNamespace()))
            .filter(webhook -> webhook.getMetadata().getDeletionTimestamp() == null)
            .filter(webhook -> WebhookSelection.selects(webhook, session))
            .toList();
    ResourceID id = ResourceID.fromResource(session);
    if (selecting.isEmpty()) {
      selected.remove(id);
    } else {
      selected.put(id, names(selecting));
    }
    return WebhookSelection.of(selecting);
  }

  /** Each webhook that there is, and how many sessions were looked at with it. */
  Map<WhatsAppWebhook, Integer> counts() {
    var counts = new IdentityHashMap<WhatsAppWebhook, Integer>();
    source.stream()
        .flatMap(webhooks -> webhooks.list(any -> true))
        .filter(webhook -> webhook.getMetadata().getDeletionTimestamp() == null)
        .forEach(webhook -> counts.put(webhook, count(webhook)));
    return counts;
  }

  private int count(WhatsAppWebhook webhook) {
    String namespace = webhook.getMetadata().getNamespace();
    String name = webhook.getMetadata().getName();
    return (int)
        selected.entrySet().stream()
            .filter(entry -> entry.getKey().getNamespace().filter(namespace::equals).isPresent())
            .filter(entry -> entry.getValue().contains(name))
            .count();
  }

  static boolean changed(WhatsAppWebhook now, WhatsAppWebhook before) {
    var metadata = now.getMetadata();
    var old = before.getMetadata();
    return !Objects.equals(metadata.getGeneration(), old.getGeneration())
        || !Objects.equals(metadata.getDeletionTimestamp(), old.getDeletionTimestamp());
  }

  /** The session is gone. */
  void forget(WhatsAppSession session) {
    selected.remove(ResourceID.fromResource(session));
  }

  /** Who has it, and who gets it. */
  private Set<ResourceID> concerned(WhatsAppWebhook changed) {
    String namespace = changed.getMetadata().getNamespace();
    String name = changed.getMetadata().getName();
    var concerned = new HashSet<ResourceID>();
    selected.forEach(
        (id, names) -> {
          if (names.contains(name) && id.getNamespace().filter(namespace::equals).isPresent()) {
            concerned.add(id);
          }
        });
    sessions.stream()
        .flatMap(cache -> cache.list(namespace))
        .filter(session -> WebhookSelection.selects(changed, session))
        .map(ResourceID::fromResource)
        .forEach(concerned::add);
    return concerned;
  }

  private static Set<String> names(List<WhatsAppWebhook> webhooks) {
    return webhooks.stream()
        .map(webhook -> webhook.getMetadata().getName())
        .collect(Collectors.toUnmodifiableSet());
  }
}
