package dev.kubezap.playground;

import dev.kubezap.crd.Kubezap;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Kubezap's kinds of resources in the API server. */
final class CustomResources {

  private static final long ESTABLISHED_SECONDS = 30;

  private CustomResources() {}

  /** Applies the definitions and waits until the API server serves them. */
  static void apply(KubernetesClient client) throws IOException {
    for (String definition : Kubezap.DEFINITIONS) {
      apply(client, definition);
    }
  }

  private static void apply(KubernetesClient client, String file) throws IOException {
    try (var in = Kubezap.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException("the build lacks " + file);
      }
      var yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      var definition =
          client.getKubernetesSerialization().unmarshal(yaml, CustomResourceDefinition.class);
      var resource =
          client
              .apiextensions()
              .v1()
              .customResourceDefinitions()
              .withName(definition.getMetadata().getName());
      resource.patch(
          new PatchContext.Builder()
              .withPatchType(PatchType.SERVER_SIDE_APPLY)
              .withFieldManager("kubezap-playground")
              .withForce(true)
              .build(),
          definition);
      resource.waitUntilCondition(
          CustomResources::established, ESTABLISHED_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static boolean established(@Nullable CustomResourceDefinition definition) {
    return Optional.ofNullable(definition)
        .map(CustomResourceDefinition::getStatus)
        .map(CustomResourceDefinitionStatus::getConditions)
        .stream()
        .flatMap(List::stream)
        .anyMatch(
            condition ->
                condition.getType().equals("Established") && condition.getStatus().equals("True"));
  }
}
