package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * How the account is linked.
 *
 * @param phoneNumber number in international form; when given, pairing is by code and only this
 *     number may link
 * @param publish where QR and code are shown
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Pairing(
    @JsonPropertyDescription(
            "Phone number in international form, such as +4915112345678. With it pairing is by code instead of QR, and only"
                + " this number may link.")
        @Size(max = 32)
        @ValidationRule(
            value = "self.matches('^[+][1-9][0-9]{6,14}$')",
            message =
                "write the phone number in international form: a plus, country code and number, digits only, such as +4915112345678")
        @Nullable String phoneNumber,
    @JsonPropertyDescription(
            "Where the QR or code is shown, by which whoever sees it can link a device. Status (default): in status.session."
                + " Secret: in the Secret was-<name>.pairing, which is there only while there is something to scan or enter;"
                + " the status tells only until when it is valid. A change makes a new pod.")
        @Nullable PairingPublication publish) {

  /** Whether QR and code are kept out of the resource. */
  public boolean secret() {
    return publish == PairingPublication.SECRET;
  }
}
