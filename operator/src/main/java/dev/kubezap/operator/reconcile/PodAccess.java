package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.desired.ConfigFolder;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.observed.PodView;
import dev.kubezap.operator.pod.PodApi;
import io.fabric8.kubernetes.api.model.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Where a session's API is reached, at its Service or where its pod says when that is trusted, and
 * with which key.
 */
final class PodAccess {

  private final SessionCaches caches;
  private final boolean trustAnnotation;

  PodAccess(SessionCaches caches, boolean trustAnnotation) {
    this.caches = caches;
    this.trustAnnotation = trustAnnotation;
  }

  String endpoint(SessionNames names, Optional<PodView> pod) {
    return pod.filter(view -> trustAnnotation).flatMap(PodView::address).orElseGet(names::endpoint);
  }

  /** Empty when the key is gone. */
  Optional<PodApi.Access> to(WhatsAppSession session, PodView pod) {
    SessionNames names = SessionNames.of(session);
    URI endpoint = URI.create(endpoint(names, Optional.of(pod)));
    return caches
        .get(Secret.class, names, names.object())
        .flatMap(secret -> Optional.ofNullable(secret.getData()))
        .flatMap(PodAccess::apiKey)
        .map(SecretReader::text)
        // As the pod reads it: a key that a person wrote often ends with a line.
        .map(String::strip)
        .map(key -> new PodApi.Access(endpoint, key));
  }

  /** While the key is replaced, the one before: a pod that does not know both yet knows that. */
  private static Optional<String> apiKey(Map<String, String> data) {
    return Optional.ofNullable(data.get(ConfigFolder.API_KEY + ConfigFolder.FORMER))
        .or(() -> Optional.ofNullable(data.get(ConfigFolder.API_KEY)));
  }
}
