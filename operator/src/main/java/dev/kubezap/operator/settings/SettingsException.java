package dev.kubezap.operator.settings;

import java.util.List;

/** The environment says something that cannot be used. */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SettingsException(List<String> problems) {
    super(String.join(" ", problems));
  }
}
