package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a class gives its sessions. Everything may be left out.
 *
 * @param defaults what counts where a session says nothing
 * @param placement where the pods run
 * @param securityContext as whom the pods run
 * @param databases where new sessions' rows are, filled in this order
 * @param rollout how new settings reach running sessions
 * @param policy what sessions may say themselves
 * @param unknown what stands in the resource and this version cannot read; no part of the resource
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonDeserialize(using = LenientDeserializer.ClassSpec.class)
public record WhatsAppSessionClassSpec(
    @JsonPropertyDescription(
            "What counts for sessions of this class where they say nothing themselves.")
        @Nullable SessionDefaults defaults,
    @JsonPropertyDescription("On which nodes the pods of this class run.")
        @Nullable Placement placement,
    @JsonPropertyDescription("As whom the pods of this class run.")
        @Nullable PodSecurity securityContext,
    @JsonPropertyDescription(
            "Where the rows of new sessions are that name no database: each is filled up before the next. A session stays where"
                + " it is. Left out: the operator's database.")
        @Size(max = 64)
        List<ClassDatabase> databases,
    @JsonPropertyDescription("How new settings reach the running sessions of this class.")
        @Nullable ClassRollout rollout,
    @JsonPropertyDescription(
            "What sessions of this class may say themselves. One that says something else is stalled, and what runs goes on.")
        @Nullable ClassPolicy policy,
    @JsonIgnore List<UnknownSetting> unknown) {

  /** Nothing said: sessions are as without a class. */
  public static final WhatsAppSessionClassSpec EMPTY =
      new WhatsAppSessionClassSpec(null, null, null, List.of(), null, null, List.of());

  /** Takes absent lists as empty ones. */
  public WhatsAppSessionClassSpec {
    databases = List.copyOf(Objects.requireNonNullElse(databases, List.of()));
    unknown = List.copyOf(Objects.requireNonNullElse(unknown, List.of()));
  }

  /** The same, with what could not be read. */
  WhatsAppSessionClassSpec lacking(List<UnknownSetting> unread) {
    return new WhatsAppSessionClassSpec(
        defaults, placement, securityContext, databases, rollout, policy, unread);
  }

  /** Whether running pods keep the settings that they have. */
  public boolean rolloutPaused() {
    return rollout != null && rollout.paused();
  }

  /** Whether something at or below this field, such as {@code spec.defaults}, cannot be read. */
  public boolean unknown(String field) {
    return unknown.stream().anyMatch(setting -> setting.concerns(field));
  }
}
