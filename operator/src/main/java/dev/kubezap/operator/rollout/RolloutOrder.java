package dev.kubezap.operator.rollout;

import dev.kubezap.crd.v1alpha1.SessionReport;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.digest.Digest;
import java.util.Optional;

/**
 * In which order the sessions of a namespace are restarted: first those that are linked to no
 * account, which lose nothing when the new settings do not work; the others by a digest of their
 * names, so that it is not always the same kind that goes first. Pure.
 */
public final class RolloutOrder {

  private RolloutOrder() {}

  /** What a session has before it in the order: the lower, the sooner. */
  public static String rank(WhatsAppSession session) {
    boolean linked =
        Optional.ofNullable(session.getStatus())
            .map(WhatsAppSessionStatus::session)
            .map(SessionReport::jid)
            .isPresent();
    SessionNames names = SessionNames.of(session);
    return (linked ? "linked " : "") + Digest.of(names.namespace() + "/" + names.session());
  }
}
