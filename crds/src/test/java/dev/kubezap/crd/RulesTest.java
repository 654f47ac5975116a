package dev.kubezap.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.kubezap.crd.controlplane.ControlPlane;
import dev.kubezap.crd.controlplane.ControlPlaneExtension;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the API server itself accepts and refuses, and with which words. */
@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RulesTest {

  private final KubernetesClient client;

  RulesTest(ControlPlane plane) {
    client = plane.client();
  }

  @AfterAll
  void closeClient() {
    client.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void apiServerDecides(Case rule) {
    if (rule.refused() == null) {
      play(rule);
    } else {
      assertThatThrownBy(() -> play(rule))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining(rule.refused());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void samplesAreAccepted(Path sample) throws IOException {
    try (InputStream yaml = Files.newInputStream(sample)) {
      var resources = client.load(yaml).inNamespace("default").dryRun().create();
      assertThat(resources).isNotEmpty();
    }
  }

  private void play(Case rule) {
    GenericKubernetesResource created =
        client
            .resource(rule.resource(rule.spec()))
            .inNamespace("default")
            .fieldValidation(Validation.STRICT)
            .create();
    try {
      if (rule.status() != null) {
        created.setAdditionalProperty("status", rule.status());
        created = client.resource(created).updateStatus();
      }
      if (rule.after() != null) {
        created.setAdditionalProperty("spec", rule.after());
        client.resource(created).update();
      }
    } finally {
      client.resource(created).delete();
    }
  }

  static List<Case> cases() throws IOException {
    try (InputStream yaml =
        Objects.requireNonNull(RulesTest.class.getResourceAsStream("/rules.yaml"))) {
      return new KubernetesSerialization().unmarshal(yaml, new TypeReference<List<Case>>() {});
    }
  }

  static Stream<Path> samples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("samples"))) {
      return files.sorted().toList().stream();
    }
  }

  record Case(
      @JsonProperty("case") String title,
      @Nullable String kind,
      @Nullable String name,
      @Nullable Map<String, Object> spec,
      @Nullable Map<String, Object> status,
      @Nullable Map<String, Object> after,
      @Nullable String refused) {

    GenericKubernetesResource resource(@Nullable Map<String, Object> spec) {
      var content = new HashMap<String, Object>();
      content.put("apiVersion", "kubezap.dev/v1alpha1");
      content.put("kind", kind == null ? "WhatsAppSession" : kind);
      content.put("metadata", Map.of("name", name == null ? "case" : name));
      if (spec != null) {
        content.put("spec", spec);
      }
      return new KubernetesSerialization().convertValue(content, GenericKubernetesResource.class);
    }

    @Override
    public String toString() {
      return title;
    }
  }

  @BeforeAll
  void refusesBlankTable() throws IOException {
    assertThat(cases()).hasSizeGreaterThan(50);
  }
}
