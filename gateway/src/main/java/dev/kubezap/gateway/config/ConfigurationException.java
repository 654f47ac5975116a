package dev.kubezap.gateway.config;

import java.util.List;

/** A configuration that cannot be used, with one sentence for each thing that is wrong. */
public final class ConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The sentences, none of which has a key in it. */
  public ConfigurationException(List<String> problems) {
    super(String.join(" ", problems));
  }
}
