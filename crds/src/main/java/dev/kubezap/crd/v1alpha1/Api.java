package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the session's API, beside whoever has its key.
 *
 * @param serviceAccounts those whose tokens open it
 * @param keys further keys, by their digests
 * @param keyInQuery whether a key counts in an address; none given: no
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Api(
    @JsonPropertyDescription(
            "Service accounts whose tokens open the API, sent as Authorization: Bearer and made for"
                + " the audience kubezap.")
        @Size(max = 16)
        // CEL reserves the word namespace, and Kubernetes gives such a field this name.
        @ValidationRule(
            value =
                "self.all(a, self.exists_one(b, b.name == a.name"
                    + " && (has(a.__namespace__) ? has(b.__namespace__) && b.__namespace__ == a.__namespace__ : !has(b.__namespace__))))",
            message = "a service account is given twice: give each once, with all of its scopes")
        List<AllowedServiceAccount> serviceAccounts,
    @JsonPropertyDescription(
            "Further keys of the API, each by its digest; whoever made the key keeps it.")
        @Size(max = 16)
        @ValidationRule(
            value = "self.all(a, self.exists_one(b, b.name == a.name))",
            message = "two keys have the same name: name each differently")
        List<ApiKeyDigest> keys,
    @JsonPropertyDescription(
            "Whether streams, WebSockets, QR pictures and the sink of CloudEvents also take a key as ?apiKey= in the"
                + " address. Left out: false. Addresses stand in the logs of proxies: a ticket is"
                + " safer.")
        @Nullable Boolean keyInQuery) {

  /** Nothing said: whoever has the key alone. */
  public static final Api EMPTY = new Api(List.of(), List.of(), null);

  /** Takes absent lists as empty ones. */
  public Api {
    serviceAccounts = List.copyOf(Objects.requireNonNullElse(serviceAccounts, List.of()));
    keys = List.copyOf(Objects.requireNonNullElse(keys, List.of()));
  }
}
