package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What sessions of a class may say themselves. What is left out, or empty, permits everything.
 *
 * @param images where images may come from
 * @param maximum how much a session may ask for, by resource
 * @param storageClassNames storage classes that a session may name
 * @param namespaces where sessions of this class may be
 * @param secrets which Secrets a session may name
 * @param network what a session may open in the network
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClassPolicy(
    @JsonPropertyDescription(
            "How images may begin, such as registry.example/kubezap/. One that does not end in / : or @ goes up to the next of"
                + " these. Left out: in any way.")
        @Size(max = 32)
        List<String> images,
    @JsonPropertyDescription(
            "The most that a session may set, by resource: cpu, memory or another of a container, and storage for the volume."
                + " A session that sets resources must then limit cpu and memory. Left out: any amount.")
        @Size(max = 8)
        @ValidationRule(
            value = "self.all(k, isQuantity(string(self[k])))",
            message = "write maxima as quantities, such as cpu: 500m and memory: 512Mi")
        Map<String, Quantity> maximum,
    @JsonPropertyDescription("Storage classes that a session may name. Left out: any.")
        @Size(max = 32)
        List<String> storageClassNames,
    @JsonPropertyDescription(
            "Namespaces of its sessions; one that ends in * stands for all that begin so, such as team-*. Left out: any.")
        @Size(max = 256)
        List<String> namespaces,
    @JsonPropertyDescription(
            "Which Secrets of its namespace a session may name for webhooks, proxy, bucket, database and images. Any (default), or Labelled:"
                + " those with the label kubezap.dev/for-sessions: \"true\".")
        @Nullable PermittedSecrets secrets,
    @JsonPropertyDescription(
            "What a session may open in the network. Of each list: left out permits everything, empty nothing.")
        @Nullable PermittedNetwork network) {

  /** Nothing said: everything is permitted. */
  public static final ClassPolicy EMPTY =
      new ClassPolicy(List.of(), Map.of(), List.of(), List.of(), null, null);

  /** Takes absent lists and maps as empty ones. */
  public ClassPolicy {
    images = List.copyOf(Objects.requireNonNullElse(images, List.of()));
    maximum = Map.copyOf(Objects.requireNonNullElse(maximum, Map.of()));
    storageClassNames = List.copyOf(Objects.requireNonNullElse(storageClassNames, List.of()));
    namespaces = List.copyOf(Objects.requireNonNullElse(namespaces, List.of()));
  }
}
