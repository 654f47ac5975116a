package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What counts for the sessions of a class where they say nothing themselves.
 *
 * @param pairing how sessions are linked
 * @param network who reaches sessions, and what they reach
 * @param image container image of the pod
 * @param imagePullPolicy when the node fetches the image
 * @param imagePullSecrets Secrets with registry credentials, in the session's namespace
 * @param resources CPU and memory of the pod
 * @param storage the volume of the session
 * @param media where files of messages are kept
 * @param deletionPolicy what happens to the account and its data when the session is deleted
 * @param behaviour what the session does of its own accord
 * @param logLevel how much the pod logs
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "!(has(self.deletionPolicy) && self.deletionPolicy == 'Keep'"
            + " && has(self.storage) && has(self.storage.retention) && self.storage.retention == 'Delete')",
    message =
        "deletionPolicy Keep keeps the volume, too: leave storage.retention out or set it to Retain",
    fieldPath = ".storage.retention")
public record SessionDefaults(
    @JsonPropertyDescription("How sessions are linked.") @Nullable PairingDefaults pairing,
    @JsonPropertyDescription(
            "Who reaches the sessions' API, and what they reach, each list for itself. A session that says a list says all of"
                + " it, also with an empty one.")
        @Nullable Network network,
    @JsonPropertyDescription("Container image of the pod.")
        @Size(min = 1, max = 512)
        @Pattern("^[^\\s]+$")
        @Nullable String image,
    @JsonPropertyDescription("When the node fetches the image.")
        @Nullable ImagePullPolicy imagePullPolicy,
    @JsonPropertyDescription(
            "Secrets with registry credentials; they are looked for in each session's own namespace.")
        @Size(max = 8)
        List<SecretName> imagePullSecrets,
    @JsonPropertyDescription(
            "CPU and memory of the pod. A session that sets resources sets all of them.")
        @Nullable SessionResources resources,
    @JsonPropertyDescription(
            "The volume. Storage class and access modes count for volumes that are made, the size also enlarges others.")
        @Nullable Storage storage,
    @JsonPropertyDescription(
            "Where files of messages are kept; the bucket's Secret is looked for in each session's own namespace.")
        @Nullable Media media,
    @JsonPropertyDescription("What deleting a session does.")
        @Nullable DeletionPolicy deletionPolicy,
    @JsonPropertyDescription(
            "What sessions do of their own accord, each setting for itself. Changes need no restart.")
        @Nullable Behaviour behaviour,
    @JsonPropertyDescription("How much the pod logs.") @Nullable LogLevel logLevel) {

  /** Nothing said. */
  public static final SessionDefaults EMPTY =
      new SessionDefaults(null, null, null, null, List.of(), null, null, null, null, null, null);

  /** Takes an absent list as an empty one. */
  public SessionDefaults {
    imagePullSecrets = List.copyOf(Objects.requireNonNullElse(imagePullSecrets, List.of()));
  }
}
