package dev.kubezap.gateway.fleet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.name.SessionId;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Optional;

/**
 * Writes sessions at the API server, which judges what is written: nothing is checked here that it
 * checks. Every method waits for it and throws the client's exception when it refuses.
 */
public final class SessionWriter {

  private static final ResourceDefinitionContext KIND =
      new ResourceDefinitionContext.Builder()
          .withGroup("kubezap.dev")
          .withVersion("v1alpha1")
          .withKind("WhatsAppSession")
          .withPlural("whatsappsessions")
          .withNamespaced(true)
          .build();
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;

  /** Writes by this client. */
  public SessionWriter(KubernetesClient client) {
    this.client = client;
  }

  /** Makes a session. */
  public WhatsAppSession create(SessionId id, ObjectNode resource) {
    GenericKubernetesResource wanted =
        client
            .getKubernetesSerialization()
            .unmarshal(resource.toString(), GenericKubernetesResource.class);
    return typed(sessions().inNamespace(id.namespace()).resource(wanted).create());
  }

  /** Changes a session by a merge patch. */
  public WhatsAppSession patch(SessionId id, ObjectNode patch) {
    return typed(at(id).patch(MERGE, patch.toString()));
  }

  /** Reads a session as it is at the API server; empty when it is not there. */
  public Optional<WhatsAppSession> read(SessionId id) {
    return Optional.ofNullable(at(id).get()).map(this::typed);
  }

  /** Asks for a session's deletion, which takes as long as its log-out does. */
  public void delete(SessionId id) {
    at(id).delete();
  }

  private MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      sessions() {
    return client.genericKubernetesResources(KIND);
  }

  private Resource<GenericKubernetesResource> at(SessionId id) {
    return sessions().inNamespace(id.namespace()).withName(id.name());
  }

  private WhatsAppSession typed(GenericKubernetesResource resource) {
    return client.getKubernetesSerialization().convertValue(resource, WhatsAppSession.class);
  }
}
