package dev.kubezap.operator.desired;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionSpec;
import dev.kubezap.operator.observed.References;
import dev.kubezap.operator.sessionclass.EffectiveSpec;
import dev.kubezap.operator.settings.PodDefaults;
import java.util.Optional;

/**
 * Everything that the desired objects depend on.
 *
 * @param session the resource, for its names
 * @param effective what it and its class say
 * @param references what it refers to
 * @param defaults what every pod gets
 * @param running whether the pod is to run
 * @param keys the session's keys
 * @param databaseRole the session's login to its database
 */
public record SessionInputs(
    WhatsAppSession session,
    EffectiveSpec effective,
    References references,
    PodDefaults defaults,
    boolean running,
    SessionKeys keys,
    String databaseRole) {

  /** Annotation of the resource: a new value restarts the pod. */
  public static final String RESTART_ANNOTATION = "kubezap.dev/restart";

  SessionNames names() {
    return SessionNames.of(session);
  }

  WhatsAppSessionSpec spec() {
    return effective.spec();
  }

  Optional<String> restartMark() {
    return Optional.ofNullable(session.getMetadata().getAnnotations())
        .flatMap(annotations -> Optional.ofNullable(annotations.get(RESTART_ANNOTATION)));
  }

  /** Leaves out the parts, which hold secrets. */
  @Override
  public String toString() {
    return "SessionInputs[" + names() + "]";
  }
}
