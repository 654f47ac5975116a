package dev.kubezap.playground.tour;

import dev.kubezap.playground.process.ProcessRecords;
import dev.kubezap.playground.product.DatabaseAccess;
import dev.kubezap.playground.product.GatewayAddress;
import dev.kubezap.playground.webhook.WebhookSink;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Path;

/**
 * Where the tour takes place.
 *
 * @param client of the API server
 * @param control the simulator's control API
 * @param gateway where the gateway is, and its key
 * @param sink takes the session's webhooks
 * @param database where sessions keep their rows
 * @param processes which processes run
 * @param node the folder of the node's pods and volumes
 * @param absences what can be taken away
 * @param logs the folder of all logs
 */
public record TourPlace(
    KubernetesClient client,
    URI control,
    GatewayAddress gateway,
    WebhookSink sink,
    DatabaseAccess database,
    ProcessRecords processes,
    Path node,
    Absences absences,
    Path logs) {

  /** The log file of a part. */
  Path log(String part) {
    return logs.resolve(part + ".log");
  }

  /** The log file of the tour's session pod. */
  Path podLog() {
    return log("default_was-" + TourSession.NAME + "-0_session");
  }
}
