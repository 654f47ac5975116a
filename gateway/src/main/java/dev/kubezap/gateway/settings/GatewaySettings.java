package dev.kubezap.gateway.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the process is told by variables.
 *
 * @param configurationFolder folder with the keys of the fleet
 * @param apiKey one key with all scopes; never shown
 * @param watchNamespaces namespaces whose sessions are served; empty: all
 * @param defaultNamespace where a session is made that names no namespace
 * @param maximumSessions how many sessions there may be in all
 * @param trustStatusEndpoint whether a pod is reached where the resource's status says
 * @param podTokenFile the token by which the gateway opens session pods
 * @param openId whose tokens count, beside the cluster's
 * @param corsOrigins origins of browsers' pages that may call; {@code *}: any
 * @param podPatience how long connecting to a pod may take
 * @param console whether the console's page is served
 */
public record GatewaySettings(
    Optional<Path> configurationFolder,
    Optional<String> apiKey,
    Set<String> watchNamespaces,
    String defaultNamespace,
    OptionalInt maximumSessions,
    boolean trustStatusEndpoint,
    Path podTokenFile,
    Optional<OpenIdSettings> openId,
    Set<String> corsOrigins,
    Duration podPatience,
    boolean console) {

  /** Copies what it is given. */
  public GatewaySettings {
    watchNamespaces = Set.copyOf(watchNamespaces);
    corsOrigins = Set.copyOf(corsOrigins);
  }

  /** Leaves out the key. */
  @Override
  public String toString() {
    return "GatewaySettings[" + watchNamespaces + " " + defaultNamespace + "]";
  }
}
