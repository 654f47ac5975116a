package dev.kubezap.gateway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * How many sessions there are and may be, over all that the gateway serves.
 *
 * @param used how many there are, those that are stopped among them
 * @param running how many are not stopped
 * @param maximum how many there may be; null when nothing but the cluster limits them
 * @param free how many more there may be; null when there is no maximum
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CapacityDocument(
    int used, int running, @Nullable Integer maximum, @Nullable Integer free) {}
