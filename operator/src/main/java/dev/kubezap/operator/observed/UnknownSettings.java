package dev.kubezap.operator.observed;

import dev.kubezap.crd.v1alpha1.UnknownSetting;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a resource asks for in words that this operator does not know. Left out, it would be
 * something else than what its user asked for, so the session is left as it is.
 */
public final class UnknownSettings {

  private UnknownSettings() {}

  /**
   * What a person should know and do; empty when everything is known.
   *
   * @param unknown what could not be read
   * @param where begins the message, such as with the name of another resource
   */
  public static Optional<Problem> problem(List<UnknownSetting> unknown, String where) {
    if (unknown.isEmpty()) {
      return Optional.empty();
    }
    String settings =
        unknown.stream().map(UnknownSettings::text).collect(Collectors.joining("; ", where, ""));
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
