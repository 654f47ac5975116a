package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/**
 * A PostgreSQL database.
 *
 * @param secretRef Secret with the keys {@code url} (JDBC, without password), {@code user} and
 *     {@code password}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DatabaseReference(
    @JsonPropertyDescription(
            "Secret with the keys url (jdbc:postgresql://host:5432/database, without a password), user and password.")
        @Required
        SecretName secretRef) {}
