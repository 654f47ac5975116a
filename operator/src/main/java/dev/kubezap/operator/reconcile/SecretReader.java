package dev.kubezap.operator.reconcile;

import dev.kubezap.operator.observed.ReferenceResolver;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the Secrets that resources name, one by one: watching all Secrets of a cluster would be
 * asking for too much.
 */
final class SecretReader {

  private final KubernetesClient client;

  SecretReader(KubernetesClient client) {
    this.client = client;
  }

  /** A resolver for the references of one session; a Secret is read once. */
  ReferenceResolver resolver(String namespace) {
    var read = new HashMap<String, Optional<Map<String, String>>>();
    return new ReferenceResolver(
        name -> read.computeIfAbsent(name, missing -> content(namespace, missing)));
  }

  private Optional<Map<String, String>> content(String namespace, String name) {
    Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
    return Optional.ofNullable(secret).map(SecretReader::decoded);
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
