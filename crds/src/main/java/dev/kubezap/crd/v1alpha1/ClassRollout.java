package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * How new settings reach the running sessions of a class.
 *
 * @param paused whether they do not
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClassRollout(
    @JsonPropertyDescription(
            "Whether running pods keep the settings that they have, until this is false again.")
        boolean paused) {}
