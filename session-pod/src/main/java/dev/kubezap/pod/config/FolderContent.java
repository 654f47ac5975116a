package dev.kubezap.pod.config;

import dev.kubezap.pod.http.ApiKey;
import dev.kubezap.whatsapp.Behaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the configuration folder says now.
 *
 * @param webhooks declared ones; names are unique
 * @param apiKeys keys of the API
 * @param serviceAccounts what the tokens of Kubernetes service accounts may do, by their subjects
 * @param behaviour how the session behaves of its own accord
 * @param retention how long what messages say is kept; empty for ever
 * @param logoutAt when the link is ended by itself
 */
public record FolderContent(
    List<WebhookSetting> webhooks,
    List<ApiKey> apiKeys,
    List<ApiKey> serviceAccounts,
    Behaviour behaviour,
    Optional<Duration> retention,
    Optional<Instant> logoutAt) {

  /** What a missing folder says. */
  public static final FolderContent EMPTY =
      new FolderContent(
          List.of(), List.of(), List.of(), Behaviour.DEFAULT, Optional.empty(), Optional.empty());

  public FolderContent {
    webhooks = List.copyOf(webhooks);
    apiKeys = List.copyOf(apiKeys);
    serviceAccounts = List.copyOf(serviceAccounts);
  }
}
