package dev.kubezap.gateway.settings;

import java.util.List;

/** Variables that cannot be used, with one sentence for each thing that is wrong. */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SettingsException(List<String> problems) {
    super(String.join(" ", problems));
  }
}
