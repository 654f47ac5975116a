package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * How the sessions of a class are linked; a phone number is each session's own.
 *
 * @param publish where QR and code are shown
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PairingDefaults(
    @JsonPropertyDescription(
            "Where the QR or code is shown: Status, or Secret for the Secret was-<name>.pairing.")
        @Nullable PairingPublication publish) {}
