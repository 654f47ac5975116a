package dev.kubezap.playground.node.volume;

import dev.kubezap.playground.node.spec.Sources;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Secrets and ConfigMaps as the API server has them now. */
public final class ClusterSources implements Sources {

  private final KubernetesClient client;

  /** Reads through this client. */
  public ClusterSources(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Optional<Map<String, byte[]>> secret(String namespace, String name) {
    return Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get())
        .map(
            secret -> {
              var data = new HashMap<String, byte[]>();
              if (secret.getData() != null) {
                secret
                    .getData()
                    .forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
              }
              return data;
            });
  }

  @Override
  public Optional<Map<String, byte[]>> configMap(String namespace, String name) {
    return Optional.ofNullable(client.configMaps().inNamespace(namespace).withName(name).get())
        .map(
            map -> {
              var data = new HashMap<String, byte[]>();
              if (map.getData() != null) {
                map.getData()
                    .forEach((key, value) -> data.put(key, value.getBytes(StandardCharsets.UTF_8)));
              }
              if (map.getBinaryData() != null) {
                map.getBinaryData()
                    .forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
              }
              return data;
            });
  }
}
