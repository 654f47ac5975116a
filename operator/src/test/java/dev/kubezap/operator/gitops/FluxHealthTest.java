package dev.kubezap.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Evaluates the expressions of {@code gitops/flux/sessions.yaml} as Flux does: a deleted resource
 * and one whose generation is not the observed one are in progress; then {@code inProgress}, {@code
 * failed} and {@code current} are asked in this order; an expression that meets a field which is
 * not there leaves the resource in progress (fluxcd.io, Kustomization, health check expressions).
 */
class FluxHealthTest {

  private static final Path KUSTOMIZATION = Path.of("../gitops/flux/sessions.yaml");

  static List<SessionCase> cases() {
    return SessionCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void status(SessionCase session) throws IOException, CelValidationException {
    assertThat(status(session.resource())).isEqualTo(session.flux());
  }

  private static String status(Map<String, Object> resource)
      throws IOException, CelValidationException {
    Map<?, ?> metadata = (Map<?, ?>) Objects.requireNonNull(resource.get("metadata"));
    if (metadata.containsKey("deletionTimestamp")
        || (resource.get("status") instanceof Map<?, ?> status
            && !Objects.equals(status.get("observedGeneration"), metadata.get("generation")))) {
      return "InProgress";
    }
    try {
      if (holds("inProgress", resource)) {
        return "InProgress";
      }
      if (holds("failed", resource)) {
        return "Failed";
      }
      return holds("current", resource) ? "Current" : "InProgress";
    } catch (CelEvaluationException absent) {
      return "InProgress";
    }
  }

  private static boolean holds(String question, Map<String, Object> resource)
      throws IOException, CelValidationException, CelEvaluationException {
    CelBuilder builder =
        CelFactory.standardCelBuilder().setStandardMacros(CelStandardMacro.STANDARD_MACROS);
    for (String field : List.of("metadata", "spec", "status")) {
      builder.addVar(field, SimpleType.DYN);
    }
    Cel cel = builder.build();
    Object answer = cel.createProgram(cel.compile(expression(question)).getAst()).eval(resource);
    return Boolean.TRUE.equals(answer);
  }

  private static String expression(String question) throws IOException {
    GenericKubernetesResource file =
        new KubernetesSerialization()
            .unmarshal(Files.readString(KUSTOMIZATION), GenericKubernetesResource.class);
    List<Map<String, String>> checks = Objects.requireNonNull(file.get("spec", "healthCheckExprs"));
    assertThat(checks)
        .singleElement()
        .satisfies(
            check ->
                assertThat(check)
                    .containsEntry("apiVersion", "kubezap.dev/v1alpha1")
                    .containsEntry("kind", "WhatsAppSession"));
    return Objects.requireNonNull(checks.getFirst().get(question));
  }
}
