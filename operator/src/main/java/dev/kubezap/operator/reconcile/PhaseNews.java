package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import dev.kubezap.operator.event.EventRecorder;
import dev.kubezap.operator.status.Phase;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Records an Event when a session comes into another phase, or when the reason changes for which it
 * is not ready. Remembers what was told, since the cache may not have our last status yet.
 */
final class PhaseNews {

  private static final Set<String> USUAL =
      Set.of(
          "Creating",
          "PodPending",
          "PodStarting",
          "RollingOut",
          "AwaitingRollout",
          "RolloutHeld",
          "RolloutPaused",
          "AwaitingStart",
          "Suspending",
          "ContainerCreating",
          "PodInitializing");

  private final EventRecorder events;
  private final Map<String, Told> told = new ConcurrentHashMap<>();

  private record Told(ResourceID session, String headline, SessionGroup group) {}

  PhaseNews(EventRecorder events) {
    this.events = events;
  }

  /**
   * Tells what is new in a status.
   *
   * @param problem whether something keeps the operator from its work
   */
  void tell(WhatsAppSession session, WhatsAppSessionStatus next, boolean problem) {
    String uid = session.getMetadata().getUid();
    String before =
        Optional.ofNullable(told.get(uid))
            .map(Told::headline)
            .orElseGet(() -> headline(Optional.ofNullable(session.getStatus())));
    String now = headline(Optional.of(next));
    told.put(uid, new Told(ResourceID.fromResource(session), now, group(next)));
    if (before.equals(now)) {
      return;
    }
    Phase phase = Optional.ofNullable(next.phase()).flatMap(Phase::of).orElse(Phase.PENDING);
    boolean stalled =
        next.conditions().stream().anyMatch(condition -> condition.type().equals("Stalled"));
    String message = message(next, phase);
    if (stalled || problem || phase.warning()) {
      events.warning(session, phase.text(), message);
    } else {
      events.normal(session, phase.text(), message);
    }
  }

  /** How many sessions are in this phase. */
  long count(Phase phase) {
    return told.values().stream()
        .map(Told::headline)
        .filter(
            headline -> headline.equals(phase.text()) || headline.startsWith(phase.text() + " "))
        .count();
  }

  /** How many sessions there are of each group. */
  Map<SessionGroup, Long> groups() {
    return told.values().stream()
        .collect(Collectors.groupingBy(Told::group, Collectors.counting()));
  }

  private static SessionGroup group(WhatsAppSessionStatus status) {
    return new SessionGroup(
        Objects.requireNonNullElse(status.phase(), ""),
        Objects.requireNonNullElse(status.className(), ""),
        Objects.requireNonNullElse(status.reason(), ""));
  }

  /** How many sessions were looked at and are not gone. */
  int size() {
    return told.size();
  }

  /**
   * Sessions that were told of and are gone without a word, since somebody took the finalizer away.
   *
   * @param present whether a session of this name and uid is there
   */
  List<WhatsAppSession> vanished(BiPredicate<ResourceID, String> present) {
    return told.entrySet().stream()
        .filter(entry -> !present.test(entry.getValue().session(), entry.getKey()))
        .map(entry -> trace(entry.getValue().session(), entry.getKey()))
        .toList();
  }

  /** What is known still of a session that is gone. */
  private static WhatsAppSession trace(ResourceID id, String uid) {
    var session = new WhatsAppSession();
    session.getMetadata().setNamespace(id.getNamespace().orElse(null));
    session.getMetadata().setName(id.getName());
    session.getMetadata().setUid(uid);
    return session;
  }

  /** Forgets a session that is gone. */
  void forget(WhatsAppSession session) {
    told.remove(session.getMetadata().getUid());
  }

  private static String message(WhatsAppSessionStatus status, Phase phase) {
    return status.conditions().stream()
        .filter(condition -> condition.type().equals("Stalled"))
        .findFirst()
        .or(
            () ->
                status.conditions().stream()
                    .filter(condition -> condition.type().equals("Ready"))
                    .findFirst())
        .map(Condition::message)
        .orElse(phase == Phase.SUSPENDED ? "the pod is stopped; everything is kept" : phase.text());
  }

  /** The phase, and why a session is stalled or waits for something. */
  private static String headline(Optional<WhatsAppSessionStatus> status) {
    String phase = status.map(WhatsAppSessionStatus::phase).orElse("");
    return status.stream()
        .flatMap(known -> known.conditions().stream())
        .filter(condition -> condition.type().equals("Stalled") || waits(condition))
        .map(condition -> phase + " " + condition.reason() + progress(condition))
        .findFirst()
        .orElse(phase);
  }

  /** How far something that takes hours has come is news each time. */
  private static String progress(Condition condition) {
    return "DatabaseMigrating".equals(condition.reason()) ? " " + condition.message() : "";
  }

  /** The steps of a usual start are no news. */
  private static boolean waits(Condition condition) {
    return condition.type().equals("Reconciling") && !USUAL.contains(condition.reason());
  }
}
