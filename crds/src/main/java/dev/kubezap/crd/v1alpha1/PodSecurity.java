package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.SELinuxOptions;
import org.jspecify.annotations.Nullable;

/**
 * As whom the pods run. They are never root, whatever this says.
 *
 * @param identity who chooses user and groups
 * @param runAsUser user of the pod's processes
 * @param runAsGroup their group
 * @param fsGroup group that the volume belongs to
 * @param seLinuxOptions label of the pod's processes on nodes with SELinux
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "!(has(self.identity) && self.identity == 'Platform'"
            + " && (has(self.runAsUser) || has(self.runAsGroup) || has(self.fsGroup)))",
    message =
        "with identity Platform the cluster chooses: leave out runAsUser, runAsGroup and fsGroup",
    fieldPath = ".identity")
public record PodSecurity(
    @JsonPropertyDescription(
            "Who chooses user and groups. Product (default): 10001, or what stands beside this. Platform: an admission of the"
                + " cluster, as OpenShift does for each namespace.")
        @Nullable PodIdentity identity,
    @JsonPropertyDescription("User of the pod's processes. Left out: 10001.")
        @ValidationRule(value = "self >= 1", message = "runAsUser is at least 1: 0 is root")
        @Nullable Long runAsUser,
    @JsonPropertyDescription("Group of the pod's processes. Left out: 10001.")
        @ValidationRule(value = "self >= 0", message = "runAsGroup is at least 0")
        @Nullable Long runAsGroup,
    @JsonPropertyDescription("Group that the volume belongs to. Left out: 10001.")
        @ValidationRule(value = "self >= 0", message = "fsGroup is at least 0")
        @Nullable Long fsGroup,
    @JsonPropertyDescription("Label of the pod's processes on nodes with SELinux.")
        @Nullable SELinuxOptions seLinuxOptions) {

  /** Nothing said. */
  public static final PodSecurity EMPTY = new PodSecurity(null, null, null, null, null);

  /** Whether the cluster chooses user and groups. */
  public boolean byPlatform() {
    return identity == PodIdentity.PLATFORM;
  }
}
