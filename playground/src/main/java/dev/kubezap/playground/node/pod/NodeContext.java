package dev.kubezap.playground.node.pod;

import dev.kubezap.playground.node.spec.LocalImages;
import dev.kubezap.playground.node.spec.Sources;
import dev.kubezap.playground.node.volume.ClaimFolders;
import dev.kubezap.playground.node.volume.ServiceAccountTokens;
import dev.kubezap.playground.process.Ports;
import dev.kubezap.playground.process.ProcessRecords;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What all pods of the node share.
 *
 * @param hostIp the node's address
 * @param pods the folder of the pods' folders
 * @param logs the folder of the containers' logs
 * @param ports loopback ports by pod and port name
 * @param environment variables that every container gets
 */
public record NodeContext(
    KubernetesClient client,
    InstantSource clock,
    HttpClient http,
    Sources sources,
    ServiceAccountTokens tokens,
    ClaimFolders claims,
    LocalImages images,
    ProcessRecords records,
    Ports ports,
    EventRecorder events,
    String hostIp,
    Path pods,
    Path logs,
    Map<String, String> environment) {

  /** Copies what it is given. */
  public NodeContext {
    environment = Map.copyOf(environment);
  }

  /** Names nothing: the environment may hold secrets. */
  @Override
  public String toString() {
    return "NodeContext";
  }
}
