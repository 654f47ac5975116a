package dev.kubezap.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.access.KeyDigest;
import dev.kubezap.gateway.name.SessionId;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class SessionResourceTest {

  private static final String OLD = "a".repeat(64);
  private static final String NEW = "b".repeat(64);
  private static final String OTHER = "c".repeat(64);

  private static SessionRequest request(String json) throws Exception {
    return JsonMapper.builder().build().readValue(json, SessionRequest.class);
  }

  @Test
  void classAndBehaviourGoIntoTheSpec() throws Exception {
    SessionRequest request =
        request(
            """
            {"className": "small", "behaviour": {"markOnline": false, "typing": null,
             "ignore": ["groups"], "history": "none"}}
            """);

    assertThat(
            SessionResource.create(
                    SessionId.of("shop", "s").orElseThrow(), request, new KeyDigest(NEW))
                .path("spec"))
        .isEqualTo(
            JsonMapper.builder()
                .build()
                .readTree(
                    """
                    {"className": "small", "behaviour": {"markOnline": false,
                     "ignore": ["groups"], "history": "none"},
                     "api": {"keys": [{"name": "maker", "sha256": "%s", "scopes": ["admin"]}]}}
                    """
                        .formatted(NEW)));
    assertThat(request.unknownBehaviour()).isEmpty();
    assertThat(request("{\"behaviour\": null}").behaviour()).isNull();
    assertThat(request("{\"behaviour\": {\"typing\": true, \"loud\": 1}}").unknownBehaviour())
        .containsExactly("loud");
  }

  @Test
  void aNullInAChangeTakesABehaviourAway() throws Exception {
    WhatsAppSession session =
        new KubernetesSerialization()
            .unmarshal(
                """
                {"metadata": {"namespace": "shop", "name": "s", "resourceVersion": "7"}, "spec": {}}
                """,
                WhatsAppSession.class);
    assertThat(
            SessionResource.change(
                session, request("{\"behaviour\": {\"typing\": null, \"burst\": 3}}")))
        .isEqualTo(
            JsonMapper.builder()
                .build()
                .readTree(
                    """
                    {"metadata": {"resourceVersion": "7"},
                     "spec": {"behaviour": {"typing": null, "burst": 3}}}
                    """));
  }

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
