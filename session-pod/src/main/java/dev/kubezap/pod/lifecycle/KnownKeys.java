package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.config.ConfigFolder;
import dev.kubezap.pod.http.ApiKey;
import dev.kubezap.pod.http.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The keys that open the API now: those of the configuration folder, and the variable's. Once the
 * folder has an {@code api-key} it stands for the variable, so that a key that was replaced there
 * opens nothing any more.
 */
final class KnownKeys implements Supplier<List<ApiKey>> {
  private final Optional<ApiKey> variable;
  private final ConfigFolder configuration;

  KnownKeys(Secrets secrets, ConfigFolder configuration) {
    variable =
        secrets.apiKey().map(key -> ApiKey.of("environment", key.value(), Set.of(Scope.ADMIN)));
    this.configuration = configuration;
  }

  @Override
  public List<ApiKey> get() {
    List<ApiKey> keys = new ArrayList<>(configuration.content().apiKeys());
    boolean replaced = keys.stream().anyMatch(key -> key.name().equals("api-key"));
    if (!replaced) {
      variable.ifPresent(keys::add);
    }
    return keys;
  }
}
