package dev.kubezap.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kubezap.crd.controlplane.ControlPlane;
import dev.kubezap.crd.controlplane.ControlPlaneExtension;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.observed.References;
import dev.kubezap.operator.observed.Result;
import dev.kubezap.operator.sessionclass.EffectiveSpec;
import dev.kubezap.operator.settings.DatabaseLogin;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which Secrets a session may refer to. */
@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
class SecretReaderTest {

  private static final Optional<DatabaseLogin> DATABASE =
      Optional.of(new DatabaseLogin("jdbc:postgresql://host/db", "owner", "secret"));

  @Test
  void anOperatorMayTakeLabelledSecretsAlone(ControlPlane plane) {
    try (KubernetesClient client = plane.client()) {
      var stage = new Stage(plane, client, "labelled-secrets");
      stage.secret("hook", Map.of("token", "t"));
      EffectiveSpec spec = spec(client);

      assertThat(
              new SecretReader(client, false)
                  .resolver(stage.namespace(), spec)
                  .resolve(spec.spec(), DATABASE))
          .isInstanceOf(Result.Found.class);
      assertThat(refused(new SecretReader(client, true), stage, spec))
          .extracting(Problem::reason, Problem::message)
          .containsExactly(
              tuple(
                  "SecretNotForSessions",
                  "Secret hook is not for sessions: whoever may give it away gives it the label kubezap.dev/for-sessions: \"true\""));

      client
          .secrets()
          .inNamespace(stage.namespace())
          .withName("hook")
          .edit(
              secret ->
                  secret
                      .edit()
                      .editMetadata()
                      .addToLabels("kubezap.dev/for-sessions", "true")
                      .endMetadata()
                      .build());
      assertThat(
              new SecretReader(client, true)
                  .resolver(stage.namespace(), spec)
                  .resolve(spec.spec(), DATABASE))
          .isInstanceOf(Result.Found.class);
    }
  }

  private static List<Problem> refused(SecretReader reader, Stage stage, EffectiveSpec spec) {
    Result<References> found =
        reader.resolver(stage.namespace(), spec).resolve(spec.spec(), DATABASE);
    return ((Result.Missing<References>) found).problems();
  }

  private static EffectiveSpec spec(KubernetesClient client) {
    String yaml =
        """
        apiVersion: kubezap.dev/v1alpha1
        kind: WhatsAppSession
        metadata: {name: support}
        spec: {webhooks: [{url: 'https://a.example/', headers: [{name: X-Token, secretRef: {name: hook, key: token}}]}]}
        """;
    return EffectiveSpec.of(
        client.getKubernetesSerialization().unmarshal(yaml, WhatsAppSession.class).getSpec(),
        Optional.empty());
  }
}
