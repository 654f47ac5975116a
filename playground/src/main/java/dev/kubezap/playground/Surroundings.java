package dev.kubezap.playground;

import dev.kubezap.playground.product.DatabaseAccess;
import dev.kubezap.playground.product.SimulatorAddress;
import dev.kubezap.playground.tour.TourPlace;
import dev.kubezap.playground.webhook.WebhookSink;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;

/**
 * Where the parts of a running playground are.
 *
 * @param kubeconfig the administrator's
 * @param kubectl the program
 * @param data the folder that everything is kept in
 * @param logs the folder of all logs
 */
public record Surroundings(
    KubernetesClient client,
    Path kubeconfig,
    Path kubectl,
    SimulatorAddress simulator,
    DatabaseAccess database,
    WebhookSink sink,
    Path data,
    Path logs) {

  /** What the tour needs of it. */
  TourPlace forTour() {
    return new TourPlace(client, simulator.control(), sink, logs);
  }
}
