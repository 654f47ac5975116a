package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * One of the databases among which the sessions of a class are divided.
 *
 * @param name what it is called; sessions that are in it know it by this name for ever
 * @param secretRef Secret with the keys {@code url}, {@code user} and {@code password}
 * @param sessions how many sessions it takes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClassDatabase(
    @JsonPropertyDescription(
            "What the database is called. Sessions that are in it know it by this name: never give it to another one.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        String name,
    @JsonPropertyDescription(
            "Secret with the keys url (jdbc:postgresql://host:5432/database, without a password), user and password.")
        @Required
        SecretPlace secretRef,
    @JsonPropertyDescription(
            "How many sessions it takes. Further ones go to the next database; fewer than it has moves none.")
        @Required
        @ValidationRule(
            value = "self >= 0 && self <= 100000",
            message = "sessions is a number from 0 to 100000")
        int sessions) {}
