package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What sessions may open in the network. A list that is left out permits everything, an empty one
 * nothing.
 *
 * @param from namespaces whose pods may reach the API
 * @param namespaces namespaces whose pods a session may reach
 * @param cidrs addresses that a session may reach, beside public ones
 * @param publicPorts ports of public addresses beside 443
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PermittedNetwork(
    @JsonPropertyDescription(
            "Namespaces whose pods spec.network.from may let in, beside the session's own; one that ends in * stands for all"
                + " that begin so. Left out: any. Empty: none.")
        @Size(max = 64)
        @Nullable List<String> from,
    @JsonPropertyDescription(
            "Namespaces whose pods a session may reach by spec.network.to, a webhook, its proxy, its bucket or its database, beside its"
                + " own. Left out: any. Empty: none.")
        @Size(max = 64)
        @Nullable List<String> namespaces,
    @JsonPropertyDescription(
            "Ranges of the addresses that a session may name in spec.network.to, a webhook, its proxy, its bucket or its database, such as"
                + " 10.20.0.0/16. Left out: any. Empty: none.")
        @Size(max = 64)
        @Nullable List<String> cidrs,
    @JsonPropertyDescription("What spec.network.publicPorts may name. Left out: any. Empty: none.")
        @Size(max = 64)
        @ValidationRule(
            value = "self.all(p, p >= 1 && p <= 65535)",
            message = "ports are numbers from 1 to 65535")
        @Nullable List<Integer> publicPorts) {

  /** Everything. */
  public static final PermittedNetwork ANY = new PermittedNetwork(null, null, null, null);
}
