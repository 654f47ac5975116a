package dev.kubezap.operator.observed;

import dev.kubezap.crd.v1alpha1.UnknownSetting;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionSpec;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a resource asks for in words that this operator does not know. Left out, it would be
 * something else than what its user asked for, so the session is left as it is.
 */
public final class UnknownSettings {

  private UnknownSettings() {}

  /** What a person should know and do; empty when everything is known. */
  public static Optional<Problem> problem(WhatsAppSessionSpec spec) {
    if (spec.unknown().isEmpty()) {
      return Optional.empty();
    }
    String settings =
        spec.unknown().stream().map(UnknownSettings::text).collect(Collectors.joining("; "));
    return Optional.of(
        Problem.blocking(
            "SettingUnknown",
            settings
                + ": this operator does not know that: use one of a version that does, or change it"));
  }

  private static String text(UnknownSetting setting) {
    return setting.field() + " is " + setting.value();
  }
}
