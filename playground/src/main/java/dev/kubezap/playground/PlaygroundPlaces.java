package dev.kubezap.playground;

import dev.kubezap.playground.process.ProcessRecords;
import dev.kubezap.playground.product.DatabaseAccess;
import dev.kubezap.playground.product.GatewayAddress;
import dev.kubezap.playground.product.SimulatorAddress;
import dev.kubezap.playground.tour.Absences;
import dev.kubezap.playground.tour.TourPlace;
import dev.kubezap.playground.webhook.WebhookSink;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the parts of a running playground are.
 *
 * @param kubeconfig the administrator's
 * @param kubectl the program, empty when it was not looked for
 * @param gateway where the gateway is, and its key
 * @param processes which processes run
 * @param absences what can be taken away for a while
 * @param node the folder of the node's pods and volumes
 * @param data the folder that everything is kept in
 * @param logs the folder of all logs
 */
public record PlaygroundPlaces(
    KubernetesClient client,
    Path kubeconfig,
    Optional<Path> kubectl,
    SimulatorAddress simulator,
    DatabaseAccess database,
    GatewayAddress gateway,
    WebhookSink sink,
    ProcessRecords processes,
    Absences absences,
    Path data,
    Path node,
    Path logs) {

  /** What the tour needs of it. */
  TourPlace forTour() {
    return new TourPlace(
        client, simulator.control(), gateway, sink, database, processes, node, absences, logs);
  }
}
