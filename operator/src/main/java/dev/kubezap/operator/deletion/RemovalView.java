package dev.kubezap.operator.deletion;

import dev.kubezap.crd.v1alpha1.SessionReport;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import dev.kubezap.operator.observed.PodView;
import dev.kubezap.operator.observed.StatefulSetView;
import dev.kubezap.operator.sessionclass.RemovalWishes;
import java.util.Optional;

/**
 * What deciding about a session's removal needs to know.
 *
 * @param session the resource, being deleted
 * @param wishes what is to stay
 * @param statefulSet its StatefulSet
 * @param pod its pod
 * @param seen since when this operator knows of it
 */
public record RemovalView(
    WhatsAppSession session,
    RemovalWishes wishes,
    Optional<StatefulSetView> statefulSet,
    Optional<PodView> pod,
    RemovalTimes.Seen seen) {

  /** Whether a StatefulSet is there and is not being deleted. */
  public static boolean standing(Optional<StatefulSetView> statefulSet) {
    return statefulSet.filter(set -> !set.terminating()).isPresent();
  }

  boolean keeps() {
    return wishes.keep();
  }

  /** Whether the last report, by whatever pod, tells of a linked device. */
  public boolean linked() {
    return report()
        .filter(report -> report.jid() != null && !"LoggedOut".equals(report.state()))
        .isPresent();
  }

  /**
   * Whether the pod was ended by somebody else, such as with its namespace, while its device was
   * linked and was to be logged out.
   */
  public boolean endedLinked() {
    return !seen.stopped() && !keeps() && linked();
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
