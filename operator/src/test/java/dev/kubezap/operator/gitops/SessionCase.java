package dev.kubezap.operator.gitops;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;

/**
 * A session as the API server holds it, and what a GitOps tool is to say of it.
 *
 * @param name what the case is
 * @param resource the resource
 * @param argo health and message in Argo CD
 * @param flux status in Flux: {@code InProgress}, {@code Failed} or {@code Current}
 */
record SessionCase(String name, Map<String, Object> resource, String argo, String flux) {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private static final String NOT_READY = "{type: Ready, status: 'False', message: not yet}";
  private static final String READY = "{type: Ready, status: 'True', message: connected}";
  private static final String STALLED = "{type: Stalled, status: 'True', message: act}";
  private static final String BUSY = "{type: Reconciling, status: 'True', message: the pod stops}";

  /** At least one case for each phase; a test holds that. */
  static List<SessionCase> all() {
    return List.of(
        new SessionCase(
            "nothing known",
            yaml("metadata: {name: support, generation: 1}"),
            "Progressing: the operator has not seen the session yet",
            "InProgress"),
        new SessionCase(
            "deleted",
            yaml(
                """
                metadata: {name: support, generation: 2, deletionTimestamp: '2026-01-01T00:00:00Z'}
                status: {phase: Terminating, observedGeneration: 2, conditions: [%s]}
                """
                    .formatted(READY)),
            "Progressing: the session is being deleted",
            "InProgress"),
        new SessionCase(
            "changed since",
            yaml(
                """
                metadata: {name: support, generation: 2}
                status: {phase: Connected, observedGeneration: 1, conditions: [%s]}
                """
                    .formatted(READY)),
            "Progressing: the operator has not seen the last change yet",
            "InProgress"),
        seen("Terminating", "Progressing: not yet", "InProgress", NOT_READY),
        seen("Pending", "Progressing: not yet", "InProgress", NOT_READY),
        seen("Starting", "Progressing: not yet", "InProgress", NOT_READY),
        seen("AwaitingPairing", "Suspended: not yet", "Current", NOT_READY),
        seen("AwaitingPairing", "Degraded: act", "Failed", NOT_READY, STALLED),
        seen("AwaitingPasskey", "Suspended: not yet", "Current", NOT_READY),
        seen("Pairing", "Progressing: not yet", "InProgress", NOT_READY),
        seen("Connecting", "Progressing: not yet", "InProgress", NOT_READY),
        seen("Connected", "Healthy: connected", "Current", READY),
        seen("Connected", "Degraded: act", "Failed", READY, STALLED),
        seen("Connected", "Progressing: the pod stops", "InProgress", READY, BUSY),
        seen("Reconnecting", "Progressing: not yet", "InProgress", NOT_READY),
        seen("Suspended", "Progressing: the pod stops", "InProgress", BUSY),
        seen("Suspended", "Suspended: spec.suspend is set", "Current"),
        seen("LoggedOut", "Degraded: act", "Failed", NOT_READY, STALLED),
        seen("Restricted", "Degraded: act", "Failed", NOT_READY, STALLED),
        seen("Failed", "Degraded: act", "Failed", NOT_READY, STALLED),
        seen("Failed", "Degraded: act", "Failed", BUSY, STALLED));
  }

  /** What the operator says of the generation that is there. */
  private static SessionCase seen(String phase, String argo, String flux, String... conditions) {
    return new SessionCase(
        phase + " " + String.join(" ", conditions),
        yaml(
            """
            metadata: {name: support, generation: 2}
            status: {phase: %s, observedGeneration: 2, conditions: [%s]}
            """
                .formatted(phase, String.join(", ", conditions))),
        argo,
        flux);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> yaml(String text) {
    return YAML.unmarshal(text, Map.class);
  }

  @Override
  public String toString() {
    return name;
  }
}
