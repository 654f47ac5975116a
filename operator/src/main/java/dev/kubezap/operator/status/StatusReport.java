package dev.kubezap.operator.status;

import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.SinkAddress;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.observed.PodView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Makes the operator's half of the status. Pure. */
public final class StatusReport {

  private static final Set<String> OWN = Set.of("NumberShared", "Ready", "Reconciling", "Stalled");

  /** Nothing of the operator's half. */
  public static final WhatsAppSessionStatus EMPTY =
      new WhatsAppSessionStatus(
          null, null, null, null, null, null, null, null, null, Map.of(), List.of(), null);

  private StatusReport() {}

  /**
   * All fields that the operator owns: whatever it leaves out is removed.
   *
   * @param endpoint where the API is reached
   * @param commands what became of requests by annotation
   * @param now for conditions that change
   */
  public static WhatsAppSessionStatus of(
      Situation situation, String endpoint, Map<String, String> commands, Instant now) {
    Optional<Verdict> ready = ReadyPolicy.judge(situation);
    Optional<Verdict> stalled = StalledPolicy.judge(situation);
    var conditions = new ArrayList<Condition>();
    WhatsAppSession session = situation.session();
    situation
        .sharedNumber()
        .map(message -> Verdict.yes("LinkedTwice", message))
        .ifPresent(verdict -> conditions.add(condition(session, "NumberShared", verdict, now)));
    ready.ifPresent(verdict -> conditions.add(condition(session, "Ready", verdict, now)));
    ReconcilingPolicy.judge(situation)
        .ifPresent(verdict -> conditions.add(condition(session, "Reconciling", verdict, now)));
    stalled.ifPresent(verdict -> conditions.add(condition(session, "Stalled", verdict, now)));
    return new WhatsAppSessionStatus(
        PhasePolicy.judge(situation).text(),
        ready.filter(verdict -> !verdict.holds()).map(Verdict::reason).orElse(null),
        session.getMetadata().getGeneration(),
        endpoint,
        SinkAddress.of(endpoint),
        SessionNames.of(session).apiKeySecret(),
        situation.pod().map(PodView::name).orElse(null),
        situation.pod().map(PodView::restarts).orElse(0),
        situation.className().orElse(null),
        commands,
        conditions,
        null);
  }

  /** The operator's half of what the resource says now. */
  public static Optional<WhatsAppSessionStatus> present(WhatsAppSession session) {
    return Optional.ofNullable(session.getStatus()).map(StatusReport::ownHalf);
  }

  private static WhatsAppSessionStatus ownHalf(WhatsAppSessionStatus status) {
    return with(status, status.commands());
  }

  /** The operator's half of a status, with other requests. */
  public static WhatsAppSessionStatus with(
      WhatsAppSessionStatus status, Map<String, String> commands) {
    return new WhatsAppSessionStatus(
        status.phase(),
        status.reason(),
        status.observedGeneration(),
        status.endpoint(),
        status.address(),
        status.apiKeySecret(),
        status.podName(),
        status.restarts(),
        status.className(),
        commands,
        own(status.conditions()),
        null);
  }

  private static List<Condition> own(List<Condition> conditions) {
    // In the order in which they are made: the pod's conditions lie between ours.
    return conditions.stream()
        .filter(condition -> OWN.contains(condition.type()))
        .sorted(Comparator.comparing(Condition::type))
        .toList();
  }

  /** The conditions that the operator does not own. */
  public static List<Condition> foreignConditions(WhatsAppSessionStatus status) {
    return status.conditions().stream()
        .filter(condition -> !OWN.contains(condition.type()))
        .toList();
  }

  private static Condition condition(
      WhatsAppSession session, String type, Verdict verdict, Instant now) {
    String status = verdict.holds() ? "True" : "False";
    String since =
        Optional.ofNullable(session.getStatus()).stream()
            .flatMap(present -> present.conditions().stream())
            .filter(present -> present.type().equals(type) && present.status().equals(status))
            .map(Condition::lastTransitionTime)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(now.truncatedTo(ChronoUnit.SECONDS).toString());
    String message =
        verdict.message().length() > 4096
            ? verdict.message().substring(0, 4096)
            : verdict.message();
    return new Condition(
        type, status, verdict.reason(), message, since, session.getMetadata().getGeneration());
  }
}
