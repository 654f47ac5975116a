package dev.kubezap.operator.desired;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/**
 * The names of a session's objects.
 *
 * @param namespace where all of them are
 * @param session name of the resource
 */
public record SessionNames(String namespace, String session) {

  /** Label with the session's name on every object. */
  public static final String SESSION_LABEL = "kubezap.dev/session";

  /** Names of a resource's objects. */
  public static SessionNames of(HasMetadata resource) {
    return new SessionNames(
        resource.getMetadata().getNamespace(), resource.getMetadata().getName());
  }

  /** Names of the session that an object belongs to; empty when it says of none. */
  public static Optional<SessionNames> ofObject(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getLabels())
        .flatMap(labels -> Optional.ofNullable(labels.get(SESSION_LABEL)))
        .map(session -> new SessionNames(object.getMetadata().getNamespace(), session));
  }

  /**
   * Name of the ServiceAccount, Role, RoleBinding, Service, StatefulSet, Secret and
   * PersistentVolumeClaim.
   */
  public String object() {
    return "was-" + session;
  }

  /**
   * Name of the Secret for callers. A session's name has no dot, so no other session's object can
   * have this name.
   */
  public String apiKeySecret() {
    return object() + ".api-key";
  }

  /** Name of the Secret with the QR or pairing code, when it must not stand in the status. */
  public String pairingSecret() {
    return object() + ".pairing";
  }

  /** Name of the pod. */
  public String pod() {
    return object() + "-0";
  }

  /** Base URL of the API inside the cluster. */
  public String endpoint() {
    return "http://" + object() + "." + namespace + ".svc:" + SessionPod.HTTP_PORT;
  }
}
