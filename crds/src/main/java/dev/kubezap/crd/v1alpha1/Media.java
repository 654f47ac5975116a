package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How files of messages are kept.
 *
 * @param bucket a bucket instead of the volume
 * @param retention days that a file is kept, as a period
 * @param maxMiB how much of them is kept together
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Media(
    @JsonPropertyDescription(
            "Keeps files of messages in a bucket of an S3-compatible server instead of the session's volume. Left out: on the volume.")
        @Nullable MediaBucket bucket,
    @JsonPropertyDescription(
            "Days that a file is kept, such as P30D: on the volume after it was asked for last, in a bucket after it was put there. What"
                + " is gone is fetched from WhatsApp again while that has it. Left out: P7D.")
        @Size(max = 6)
        @ValidationRule(
            value = "self.matches('^P[1-9][0-9]{0,3}D$')",
            message = "write retention in days, from P1D to P9999D")
        @Nullable String retention,
    @JsonPropertyDescription(
            "How many MiB of files are kept together; the oldest go for newer ones. Left out: 512.")
        @ValidationRule(
            value = "self >= 1 && self <= 999999",
            message = "maxMiB is a number from 1 to 999999")
        @Nullable Integer maxMiB) {

  /** The days of the retention. */
  public Optional<Long> retentionDays() {
    return Optional.ofNullable(retention).map(period -> Duration.parse(period).toDays());
  }
}
