package dev.kubezap.pod.config;

import dev.kubezap.tracing.TraceSettings;
import dev.kubezap.whatsapp.ClientSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the environment says; fixed for the life of the process.
 *
 * @param database empty when the pod starts a PostgreSQL of its own under the data folder
 * @param dataFolder the volume
 * @param configFolder read anew while the pod runs
 * @param apiKey empty when alone: one is made and stored in the data folder
 * @param dataKey base64 of 32 bytes; empty when alone: one is made and stored in the data folder
 * @param olderDataKeys keys of records that are not encrypted anew yet, each as the data key
 * @param holder who owns the lease: the pod's UID; empty when alone
 * @param lease how long the session stays this process's when it does not answer any more
 * @param kubernetes empty when alone
 * @param http where it serves
 * @param logLevel how much it says
 * @param loopbackWebhooks whether webhooks may go to this very machine
 * @param traces whether spans are exported
 * @param media what is kept of messages' files, and where callers' URLs may lead
 */
public record PodSettings(
    SessionName session,
    Optional<DatabaseLogin> database,
    Path dataFolder,
    Optional<Path> configFolder,
    Optional<Secret> apiKey,
    Optional<Secret> dataKey,
    List<Secret> olderDataKeys,
    Optional<WebhookSetting> webhook,
    ClientSettings client,
    Optional<String> holder,
    Duration lease,
    Optional<KubernetesSettings> kubernetes,
    HttpSettings http,
    LogLevel logLevel,
    boolean loopbackWebhooks,
    TraceSettings traces,
    MediaSettings media) {

  /** Whether the pod runs without Kubernetes. */
  public boolean alone() {
    return kubernetes.isEmpty();
  }
}
