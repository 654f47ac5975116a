package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.PermittedSecrets;
import dev.kubezap.crd.v1alpha1.SecretName;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.observed.ReferenceResolver;
import dev.kubezap.operator.sessionclass.ClassRules;
import dev.kubezap.operator.sessionclass.EffectiveSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads the Secrets that resources name, one by one: watching all Secrets of a cluster would be
 * asking for too much.
 */
final class SecretReader {

  private final KubernetesClient client;
  private final boolean labelled;

  /**
   * Reads by this client.
   *
   * @param labelled whether only Secrets that are labelled for sessions are taken, whatever the
   *     class says
   */
  SecretReader(KubernetesClient client, boolean labelled) {
    this.client = client;
    this.labelled = labelled;
  }

  /** A resolver for the references of one session; a Secret is read once. */
  ReferenceResolver resolver(String namespace) {
    var read = new HashMap<String, Optional<Secret>>();
    return new ReferenceResolver(
        name -> once(read, namespace, name).map(SecretReader::decoded), name -> Optional.empty());
  }

  /** The same for webhooks of many sessions, of which each may have another class. */
  ReferenceResolver resolverOfWebhooks(String namespace) {
    var read = new HashMap<String, Optional<Secret>>();
    return new ReferenceResolver(
        name -> once(read, namespace, name).map(SecretReader::decoded),
        name -> once(read, namespace, name).flatMap(this::refusal));
  }

  /** The same, which takes only Secrets that the operator and the session's class permit. */
  ReferenceResolver resolver(String namespace, EffectiveSpec effective) {
    var read = new HashMap<String, Optional<Secret>>();
    return new ReferenceResolver(
        name -> once(read, namespace, name).map(SecretReader::decoded),
        name -> once(read, namespace, name).flatMap(secret -> refusal(secret, effective)));
  }

  /**
   * Why a Secret is not taken by which the session's own resource has its image fetched; one that
   * is not there opens nothing.
   */
  Optional<Problem> forImages(WhatsAppSession session, EffectiveSpec effective) {
    List<SecretName> own = session.getSpec().imagePullSecrets();
    if (own == null || (!labelled && effective.secrets() == PermittedSecrets.ANY)) {
      return Optional.empty();
    }
    String namespace = session.getMetadata().getNamespace();
    return own.stream()
        .flatMap(secret -> once(new HashMap<>(), namespace, secret.name()).stream())
        .flatMap(secret -> refusal(secret, effective).stream())
        .findFirst();
  }

  private Optional<Secret> once(Map<String, Optional<Secret>> read, String namespace, String name) {
    return read.computeIfAbsent(
        name,
        missing ->
            Optional.ofNullable(client.secrets().inNamespace(namespace).withName(missing).get()));
  }

  private Optional<Problem> refusal(Secret secret, EffectiveSpec effective) {
    return refusal(secret)
        .or(() -> ClassRules.secret(effective, secret.getMetadata().getName(), labels(secret)));
  }

  private Optional<Problem> refusal(Secret secret) {
    return labelled && !"true".equals(labels(secret).get(PermittedSecrets.LABEL))
        ? Optional.of(unlabelled(secret.getMetadata().getName()))
        : Optional.empty();
  }

  private static Map<String, String> labels(Secret secret) {
    return Objects.requireNonNullElse(secret.getMetadata().getLabels(), Map.of());
  }

  private static Problem unlabelled(String name) {
    return Problem.blocking(
        "SecretNotForSessions",
        "Secret "
            + name
            + " is not for sessions: whoever may give it away gives it the label "
            + PermittedSecrets.LABEL
            + ": \"true\"");
  }

  private static Map<String, String> decoded(Secret secret) {
    var content = new HashMap<String, String>();
    Optional.ofNullable(secret.getData())
        .ifPresent(data -> data.forEach((key, value) -> content.put(key, text(value))));
    return content;
  }

  static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
