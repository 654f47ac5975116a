package dev.kubezap.gateway;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.access.KeyDigest;
import dev.kubezap.gateway.name.SessionId;
import dev.kubezap.gateway.session.SessionRequest;
import dev.kubezap.gateway.session.SessionResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Makes resources as the gateway makes them. */
final class SessionsOf {

  private SessionsOf() {}

  /** One whose key is its name. */
  static WhatsAppSession session(String namespace, String name) {
    return new KubernetesSerialization()
        .unmarshal(
            SessionResource.create(
                    new SessionId(namespace, name), SessionRequest.EMPTY, KeyDigest.of(name))
                .toString(),
            WhatsAppSession.class);
  }
}
