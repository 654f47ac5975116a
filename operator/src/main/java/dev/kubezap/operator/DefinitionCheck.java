package dev.kubezap.operator;

import dev.kubezap.crd.Kubezap;
import dev.kubezap.crd.definition.SchemaChange;
import dev.kubezap.crd.definition.SchemaComparison;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells when the API server has older definitions than this operator writes by: it would drop
 * fields, or refuse a status as a whole, and sessions would look as if nothing happened to them.
 */
final class DefinitionCheck {

  private static final int SHOWN = 5;

  private DefinitionCheck() {}

  /** What has to be done first; empty when nothing. */
  static Optional<String> obstacle(KubernetesClient client) {
    for (String file : Kubezap.DEFINITIONS) {
      CustomResourceDefinition ours = read(client, file);
      String name = ours.getMetadata().getName();
      CustomResourceDefinition installed;
      try {
        installed = client.apiextensions().v1().customResourceDefinitions().withName(name).get();
      } catch (KubernetesClientException e) {
        if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
          return Optional.of(
              "The operator may not read the definition "
                  + name
                  + ", to see whether it is older than the operator: bind the rights in"
                  + " operator/kubernetes/class-rights.yaml to it.");
        }
        throw e;
      }
      Optional<String> older = installed == null ? Optional.empty() : older(installed, ours);
      if (older.isPresent()) {
        return older;
      }
    }
    return Optional.empty();
  }

  /** What the installed definition does not take of what this operator's takes. */
  static Optional<String> older(CustomResourceDefinition installed, CustomResourceDefinition ours) {
    List<String> lacking =
        SchemaComparison.changes(ours, installed).stream()
            .filter(DefinitionCheck::counts)
            .map(SchemaChange::text)
            .toList();
    if (lacking.isEmpty()) {
      return Optional.empty();
    }
    String name = ours.getMetadata().getName();
    String more = lacking.size() > SHOWN ? " and " + (lacking.size() - SHOWN) + " more" : "";
    return Optional.of(
        "The definition "
            + name
            + " in the API server is not of this operator's version ("
            + String.join("; ", lacking.subList(0, Math.min(SHOWN, lacking.size())))
            + more
            + "): run kubectl apply --server-side --force-conflicts -f "
            + name
            + ".yaml with the file from crds/src/main/resources/META-INF/kubezap/ of this version,"
            + " or helm upgrade with crds.enabled=true.");
  }

  /** A limit of another length keeps nobody from working; only people who go beyond it see it. */
  private static boolean counts(SchemaChange change) {
    return switch (change) {
      case SchemaChange.VersionRemoved _,
          SchemaChange.FieldRemoved _,
          SchemaChange.TypeChanged _,
          SchemaChange.ValuesNarrowed _ ->
          true;
      case SchemaChange.NewlyRequired _, SchemaChange.LimitNarrowed _ -> false;
    };
  }

  private static CustomResourceDefinition read(KubernetesClient client, String file) {
    try (InputStream yaml =
        Objects.requireNonNull(DefinitionCheck.class.getResourceAsStream(file), file)) {
      return client.getKubernetesSerialization().unmarshal(yaml, CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
