package dev.kubezap.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.access.KeyDigest;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class SessionResourceTest {

  private static final String OLD = "a".repeat(64);
  private static final String NEW = "b".repeat(64);
  private static final String OTHER = "c".repeat(64);

  @Test
  void aNewKeyTakesThePlaceOfTheMakersAndLeavesOthers() throws Exception {
    WhatsAppSession session =
        new KubernetesSerialization()
            .unmarshal(
                """
                {"apiVersion": "kubezap.dev/v1alpha1", "kind": "WhatsAppSession",
                 "metadata": {"namespace": "shop", "name": "s", "resourceVersion": "7"},
                 "spec": {"api": {"keys": [
                   {"name": "maker", "sha256": "%s", "scopes": ["admin"]},
                   {"name": "panel", "sha256": "%s", "scopes": ["read"], "requestsPerMinute": 5}]}}}
                """
                    .formatted(OLD, OTHER),
                WhatsAppSession.class);
    assertThat(SessionResource.replaceKey(session, new KeyDigest(NEW)))
        .isEqualTo(
            JsonMapper.builder()
                .build()
                .readTree(
                    """
                    {"metadata": {"resourceVersion": "7"}, "spec": {"api": {"keys": [
                      {"name": "panel", "sha256": "%s", "scopes": ["read"], "requestsPerMinute": 5},
                      {"name": "maker", "sha256": "%s", "scopes": ["admin"]}]}}}
                    """
                        .formatted(OTHER, NEW)));
  }
}
