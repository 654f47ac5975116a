package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The volume of a session.
 *
 * @param size how much to ask for
 * @param storageClassName the storage class; none given: the cluster's default
 * @param accessModes how it may be mounted
 * @param retention what becomes of it when the session is deleted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Storage(
    @JsonPropertyDescription(
            "Size of the volume, such as 2Gi. Left out: 1Gi. May grow, not shrink.")
        @Size(max = 20)
        @ValidationRule(
            value = "isQuantity(self) && quantity(self).isGreaterThan(quantity('0'))",
            message = "write the size as a positive quantity, such as 500Mi or 2Gi")
        @Nullable String size,
    @JsonPropertyDescription("Storage class. Left out: the cluster's default. Cannot change later.")
        @Size(min = 1, max = 253)
        @Nullable String storageClassName,
    @JsonPropertyDescription(
            "How the volume may be mounted. Left out: ReadWriteOncePod, which lets one pod only; use ReadWriteOnce where the"
                + " storage driver does not offer it. Cannot change later.")
        @Size(max = 3)
        @ValidationRule(
            value = "self.size() > 0",
            message = "give at least one access mode, or leave accessModes out")
        @ValidationRule(
            value = "!('ReadWriteOncePod' in self) || self.size() == 1",
            message = "ReadWriteOncePod cannot be combined with other access modes")
        @Nullable List<AccessMode> accessModes,
    @JsonPropertyDescription(
            "What becomes of the volume when the session is deleted. Delete (default): erased, unless deletionPolicy is Keep."
                + " Retain: kept, with the keys that open it, although the device is unlinked and the database rows are erased.")
        @Nullable VolumeRetention retention) {}
