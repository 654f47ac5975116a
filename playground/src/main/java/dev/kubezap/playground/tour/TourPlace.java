package dev.kubezap.playground.tour;

import dev.kubezap.playground.webhook.WebhookSink;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Path;

/**
 * Where the tour takes place.
 *
 * @param client of the API server
 * @param control the simulator's control API
 * @param sink takes the session's webhooks
 * @param logs the folder of all logs
 */
public record TourPlace(KubernetesClient client, URI control, WebhookSink sink, Path logs) {}
