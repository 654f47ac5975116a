package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A header of webhook requests.
 *
 * @param name name of the header
 * @param value its value
 * @param secretRef Secret key that holds its value, instead of {@code value}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "has(self.value) != has(self.secretRef)",
    message = "give a header either a value or a secretRef, not both and not neither")
public record WebhookHeader(
    @JsonPropertyDescription("Name of the header.")
        @Required
        @Size(max = 128)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9!#$%&*+.^_|~-]+$')",
            message = "a header name has letters, digits and dashes only")
        @ValidationRule(
            value =
                "!self.lowerAscii().startsWith('webhook-') && !(self.lowerAscii() in ['content-type', 'content-length', 'host',"
                    + " 'connection', 'transfer-encoding', 'expect', 'upgrade'])",
            message = "this header is set by Kubezap itself: leave it out")
        String name,
    @JsonPropertyDescription("Value of the header.")
        @Size(max = 4096)
        @ValidationRule(
            value = "!self.matches('[\\\\r\\\\n]')",
            message = "a header value is one line: remove the line end")
        @Nullable String value,
    @JsonPropertyDescription("Secret key that holds the value, for credentials.")
        @Nullable SecretKeyReference secretRef) {}
