package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.ClassDatabase;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionClass;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.observed.Result;
import dev.kubezap.operator.observed.UnknownSettings;
import dev.kubezap.operator.sessionclass.ClassChoice;
import dev.kubezap.operator.sessionclass.ClassRules;
import dev.kubezap.operator.sessionclass.EffectiveSpec;
import dev.kubezap.operator.sessionclass.RemovalWishes;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The cluster's classes, and which session is of which. Thread-safe. */
final class SessionClasses {

  private final boolean required;
  private Optional<InformerEventSource<WhatsAppSessionClass, WhatsAppSession>> source =
      Optional.empty();

  /** The class that each session was looked at with; one entry for each session that has one. */
  private final Map<ResourceID, String> members = new ConcurrentHashMap<>();

  /**
   * No classes yet.
   *
   * @param required whether a session without a class is nothing
   */
  SessionClasses(boolean required) {
    this.required = required;
  }

  /** Makes the cache; the caller's framework fills it. A changed class calls its sessions. */
  EventSource<?, WhatsAppSession> open(EventSourceContext<WhatsAppSession> context) {
    var configuration =
        InformerEventSourceConfiguration.from(WhatsAppSessionClass.class, WhatsAppSession.class)
            .withName(WhatsAppSessionClass.class.getSimpleName())
            .withWatchAllNamespaces()
            .withItemStore(new LeanStore<>())
            .withSecondaryToPrimaryMapper(this::members)
            .build();
    var opened =
        new InformerEventSource<WhatsAppSessionClass, WhatsAppSession>(configuration, context);
    source = Optional.of(opened);
    return opened;
  }

  /**
   * What the session is to be, its class included. A class that is gone gives nothing: without what
   * it said the pod would be another one.
   *
   * @param keys the Secret with the session's keys
   * @param volume the claim of its volume
   */
  Result<EffectiveSpec> of(
      WhatsAppSession session, Optional<Secret> keys, Optional<PersistentVolumeClaim> volume) {
    Optional<String> name = name(session, keys, volume);
    // Before the class is read, so that a change in between calls the session again.
    remember(session, name);
    if (name.isEmpty()) {
      return required
          ? Result.missing(
              Problem.blocking(
                  "ClassRequired",
                  "this operator looks after sessions of a class only: set spec.className to a WhatsAppSessionClass"))
          : Result.found(EffectiveSpec.of(session.getSpec(), volume));
    }
    return chosen(name.get())
        .map(found -> effective(session, found, volume))
        .orElseGet(() -> Result.missing(missing(name.get())));
  }

  /** The class that the session was looked at with last, whether it exists or not. */
  Optional<String> last(WhatsAppSession session) {
    return Optional.ofNullable(members.get(ResourceID.fromResource(session)));
  }

  /**
   * What is to stay of a session that is being deleted.
   *
   * @param keys the Secret with the session's keys
   * @param volume the claim of its volume
   */
  RemovalWishes wishes(
      WhatsAppSession session, Optional<Secret> keys, Optional<PersistentVolumeClaim> volume) {
    return name(session, keys, volume)
        .map(name -> RemovalWishes.of(session.getSpec(), name, chosen(name)))
        .orElseGet(() -> RemovalWishes.of(session.getSpec()));
  }

  /** The class of a session of which its resource alone can be read: the last one told. */
  private static Optional<String> reported(WhatsAppSession session) {
    return Optional.ofNullable(session.getSpec().className())
        .or(
            () ->
                Optional.ofNullable(session.getStatus())
                    .flatMap(status -> Optional.ofNullable(status.className())))
        .filter(name -> !name.isEmpty());
  }

  /** Whether the rows of a session, of which its resource alone can be read, may be elsewhere. */
  boolean mayHavePlaced(WhatsAppSession session) {
    return reported(session)
        .filter(name -> chosen(name).isEmpty() || !databases(name).isEmpty())
        .isPresent();
  }

  /** What is to stay of a session of which its resource alone can be read. */
  RemovalWishes wishesAsReported(WhatsAppSession session) {
    return reported(session)
        .map(name -> RemovalWishes.of(session.getSpec(), name, chosen(name)))
        .orElseGet(() -> RemovalWishes.of(session.getSpec()));
  }

  private Optional<String> name(
      WhatsAppSession session, Optional<Secret> keys, Optional<PersistentVolumeClaim> volume) {
    return ClassChoice.of(session, keys, volume.isPresent(), all());
  }

  private Optional<WhatsAppSessionClass> chosen(String name) {
    return source.flatMap(classes -> classes.get(new ResourceID(name)));
  }

  /** The databases of a class; none when it is not there. */
  List<ClassDatabase> databases(String name) {
    return chosen(name).map(found -> found.getSpec().databases()).orElse(List.of());
  }

  /** The session is gone. */
  void forget(WhatsAppSession session) {
    members.remove(ResourceID.fromResource(session));
  }

  private static Result<EffectiveSpec> effective(
      WhatsAppSession session,
      WhatsAppSessionClass chosen,
      Optional<PersistentVolumeClaim> volume) {
    String name = "WhatsAppSessionClass " + chosen.getMetadata().getName();
    return UnknownSettings.problem(chosen.getSpec().unknown(), name + ": ")
        .or(() -> ClassRules.violation(session, chosen))
        .map(problem -> Result.<EffectiveSpec>missing(problem))
        .orElseGet(() -> Result.found(EffectiveSpec.of(session.getSpec(), chosen, volume)));
  }

  private static Problem missing(String name) {
    return Problem.absent(
        "ClassNotFound",
        "WhatsAppSessionClass "
            + name
            + " does not exist: create it, or set spec.className to another one; what runs goes on as it is");
  }

  private List<WhatsAppSessionClass> all() {
    return source.map(classes -> classes.list(found -> true).toList()).orElse(List.of());
  }

  private void remember(WhatsAppSession session, Optional<String> name) {
    ResourceID id = ResourceID.fromResource(session);
    name.ifPresentOrElse(found -> members.put(id, found), () -> members.remove(id));
  }

  private Set<ResourceID> members(WhatsAppSessionClass changed) {
    String name = changed.getMetadata().getName();
    return members.entrySet().stream()
        .filter(entry -> entry.getValue().equals(name))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
