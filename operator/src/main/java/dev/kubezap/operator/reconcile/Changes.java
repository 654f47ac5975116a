package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.SessionReport;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import dev.kubezap.operator.status.StatusReport;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which changes of a resource are worth a look: all but those that the operator itself wrote into
 * the status.
 */
final class Changes {

  private Changes() {}

  static boolean matters(WhatsAppSession now, WhatsAppSession before) {
    var metadata = now.getMetadata();
    var old = before.getMetadata();
    boolean ours =
        Objects.equals(metadata.getGeneration(), old.getGeneration())
            && Objects.equals(metadata.getAnnotations(), old.getAnnotations())
            && Objects.equals(metadata.getLabels(), old.getLabels())
            && Objects.equals(metadata.getFinalizers(), old.getFinalizers())
            && Objects.equals(metadata.getDeletionTimestamp(), old.getDeletionTimestamp())
            && Objects.equals(report(now), report(before))
            && Objects.equals(podConditions(now), podConditions(before));
    return !ours;
  }

  private static Optional<SessionReport> report(WhatsAppSession session) {
    return Optional.ofNullable(session.getStatus()).map(WhatsAppSessionStatus::session);
  }

  private static List<Condition> podConditions(WhatsAppSession session) {
    return Optional.ofNullable(session.getStatus())
        .map(StatusReport::foreignConditions)
        .orElse(List.of());
  }
}
