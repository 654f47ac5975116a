package dev.kubezap.operator.deletion;

import dev.kubezap.crd.v1alpha1.DeletionPolicy;
import dev.kubezap.crd.v1alpha1.SessionReport;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import dev.kubezap.operator.observed.PodView;
import dev.kubezap.operator.observed.StatefulSetView;
import java.time.Instant;
import java.util.Optional;

/**
 * What deciding about a session's removal needs to know.
 *
 * @param session the resource, being deleted
 * @param statefulSet its StatefulSet
 * @param pod its pod
 */
public record RemovalView(
    WhatsAppSession session, Optional<StatefulSetView> statefulSet, Optional<PodView> pod) {

  Instant since() {
    return Instant.parse(session.getMetadata().getDeletionTimestamp());
  }

  boolean keeps() {
    return session.getSpec().deletionPolicy() == DeletionPolicy.KEEP;
  }

  /** Whether the last report, by whatever pod, tells of a linked device. */
  public boolean linked() {
    return report()
        .filter(report -> report.jid() != null && !"LoggedOut".equals(report.state()))
        .isPresent();
  }

  /** A pod that is up but could not write its status may have a linked device, too. */
  boolean mayBeLinked() {
    return linked() || (report().isEmpty() && podReady());
  }

  boolean podReady() {
    return pod.filter(view -> view.ready() && !view.terminating()).isPresent();
  }

  private Optional<SessionReport> report() {
    return Optional.ofNullable(session.getStatus()).map(WhatsAppSessionStatus::session);
  }
}
