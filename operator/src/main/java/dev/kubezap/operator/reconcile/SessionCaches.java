package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppWebhook;
import dev.kubezap.operator.desired.SessionLabels;
import dev.kubezap.operator.desired.SessionNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Caches of the objects that the operator made, and of their pods. Nothing else is watched. */
final class SessionCaches {

  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          ServiceAccount.class,
          Role.class,
          RoleBinding.class,
          Secret.class,
          PersistentVolumeClaim.class,
          Service.class,
          NetworkPolicy.class,
          StatefulSet.class,
          Pod.class);

  private final boolean single;
  private Optional<ResourceCache<WhatsAppSession>> sessions = Optional.empty();
  private final Map<
          Class<? extends HasMetadata>, InformerEventSource<? extends HasMetadata, WhatsAppSession>>
      sources = new HashMap<>();

  /**
   * No caches yet.
   *
   * @param single whether there is one for each kind, rather than one for each namespace and kind
   */
  SessionCaches(boolean single) {
    this.single = single;
  }

  /** All kinds that are watched in a namespace: these, the resource itself and what selects it. */
  static List<Class<? extends HasMetadata>> watched() {
    return Stream.concat(
            KINDS.stream(),
            Stream.<Class<? extends HasMetadata>>of(WhatsAppWebhook.class, WhatsAppSession.class))
        .toList();
  }

  /** Makes the caches; the caller's framework fills them. */
  List<EventSource<?, WhatsAppSession>> open(EventSourceContext<WhatsAppSession> context) {
    sessions = Optional.of(context.getPrimaryCache());
    var opened = new ArrayList<EventSource<?, WhatsAppSession>>();
    for (Class<? extends HasMetadata> kind : KINDS) {
      opened.add(open(kind, context));
    }
    return opened;
  }

  private <R extends HasMetadata> InformerEventSource<R, WhatsAppSession> open(
      Class<R> kind, EventSourceContext<WhatsAppSession> context) {
    var configuration =
        InformerEventSourceConfiguration.from(kind, WhatsAppSession.class)
            .withName(kind.getSimpleName())
            .withLabelSelector(SessionLabels.MANAGED)
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper(SessionCaches::session);
    if (single) {
      configuration.withItemStore(new LeanStore<>());
    }
    var source = new InformerEventSource<R, WhatsAppSession>(configuration.build(), context);
    sources.put(kind, source);
    return source;
  }

  /** By label, since volumes and keys outlive their resource and pods belong to the StatefulSet. */
  private static Set<ResourceID> session(HasMetadata object) {
    String session = object.getMetadata().getLabels().get(SessionNames.SESSION_LABEL);
    return session == null
        ? Set.of()
        : Set.of(new ResourceID(session, object.getMetadata().getNamespace()));
  }

  /** Whether the resource itself is cached. */
  boolean hasSession(SessionNames names) {
    return uid(new ResourceID(names.session(), names.namespace())).isPresent();
  }

  /** The uid of the cached resource. */
  Optional<String> uid(ResourceID id) {
    return sessions
        .flatMap(cache -> cache.get(id))
        .map(session -> String.valueOf(session.getMetadata().getUid()));
  }

  /** The cached object of this kind and name. */
  <R extends HasMetadata> Optional<R> get(Class<R> kind, SessionNames names, String object) {
    var source = sources.get(kind);
    return source == null
        ? Optional.empty()
        : source.get(new ResourceID(object, names.namespace())).map(kind::cast);
  }

  /** All cached objects of this kind. */
  <R extends HasMetadata> Stream<R> all(Class<R> kind) {
    var source = sources.get(kind);
    return source == null ? Stream.empty() : source.list(object -> true).map(kind::cast);
  }

  /** The cached counterpart of an object. */
  Optional<HasMetadata> counterpart(HasMetadata object, SessionNames names) {
    return get(object.getClass(), names, object.getMetadata().getName())
        .map(HasMetadata.class::cast);
  }
}
