package dev.kubezap.playground.node.volume;

import dev.kubezap.playground.node.spec.DownwardFields;
import dev.kubezap.playground.node.spec.MissingSourceException;
import dev.kubezap.playground.node.spec.PodAddress;
import dev.kubezap.playground.node.spec.Sources;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import io.fabric8.kubernetes.api.model.Volume;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The files of a volume that is made of other objects, as they should be now. */
final class VolumeFiles {

  private final Pod pod;
  private final PodAddress address;
  private final Sources sources;
  private final Tokens tokens;
  private final Map<String, byte[]> files = new TreeMap<>();

  private VolumeFiles(Pod pod, PodAddress address, Sources sources, Tokens tokens) {
    this.pod = pod;
    this.address = address;
    this.sources = sources;
    this.tokens = tokens;
  }

  /**
   * Contents by relative path; empty when the volume is not made of other objects.
   *
   * @throws MissingSourceException when one that is not optional is missing
   */
  static Optional<Map<String, byte[]>> of(
      Pod pod, Volume volume, PodAddress address, Sources sources, Tokens tokens)
      throws MissingSourceException {
    var made = new VolumeFiles(pod, address, sources, tokens);
    if (volume.getSecret() != null) {
      var secret = volume.getSecret();
      made.secret(secret.getSecretName(), secret.getItems(), secret.getOptional());
    } else if (volume.getConfigMap() != null) {
      var map = volume.getConfigMap();
      made.configMap(map.getName(), map.getItems(), map.getOptional());
    } else if (volume.getDownwardAPI() != null) {
      made.fields(volume.getDownwardAPI().getItems());
    } else if (volume.getProjected() != null) {
      made.projected(volume);
    } else {
      return Optional.empty();
    }
    return Optional.of(made.files);
  }

  private void projected(Volume volume) throws MissingSourceException {
    for (var source : volume.getProjected().getSources()) {
      if (source.getSecret() != null) {
        var secret = source.getSecret();
        secret(secret.getName(), secret.getItems(), secret.getOptional());
      }
      if (source.getConfigMap() != null) {
        var map = source.getConfigMap();
        configMap(map.getName(), map.getItems(), map.getOptional());
      }
      if (source.getDownwardAPI() != null) {
        fields(source.getDownwardAPI().getItems());
      }
      if (source.getServiceAccountToken() != null) {
        token(source.getServiceAccountToken());
      }
    }
  }

  private void token(ServiceAccountTokenProjection projection) throws MissingSourceException {
    files.put(
        projection.getPath(),
        tokens
            .token(pod, projection.getAudience(), projection.getExpirationSeconds())
            .getBytes(StandardCharsets.UTF_8));
  }

  private void secret(String name, List<KeyToPath> items, @Nullable Boolean optional)
      throws MissingSourceException {
    add("Secret " + name, sources.secret(namespace(), name), items, optional);
  }

  private void configMap(String name, List<KeyToPath> items, @Nullable Boolean optional)
      throws MissingSourceException {
    add("ConfigMap " + name, sources.configMap(namespace(), name), items, optional);
  }

  private void add(
      String what,
      Optional<Map<String, byte[]>> data,
      List<KeyToPath> items,
      @Nullable Boolean optional)
      throws MissingSourceException {
    var may = Boolean.TRUE.equals(optional);
    if (data.isEmpty()) {
      if (!may) {
        throw new MissingSourceException(what + " not found");
      }
      return;
    }
    if (items.isEmpty()) {
      files.putAll(data.get());
      return;
    }
    for (var item : items) {
      var bytes = data.get().get(item.getKey());
      if (bytes != null) {
        files.put(item.getPath(), bytes);
      } else if (!may) {
        throw new MissingSourceException(what + " has no key " + item.getKey());
      }
    }
  }

  private void fields(List<DownwardAPIVolumeFile> items) throws MissingSourceException {
    for (var item : items) {
      var value = DownwardFields.value(pod, address, item.getFieldRef().getFieldPath());
      files.put(item.getPath(), value.getBytes(StandardCharsets.UTF_8));
    }
  }

  private String namespace() {
    return pod.getMetadata().getNamespace();
  }
}
