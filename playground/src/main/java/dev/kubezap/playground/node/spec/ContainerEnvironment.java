package dev.kubezap.playground.node.spec;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A container's environment variables, from wherever they come. */
public final class ContainerEnvironment {

  private final Pod pod;
  private final PodAddress address;
  private final Sources sources;
  private final Map<String, String> variables = new LinkedHashMap<>();

  private ContainerEnvironment(Pod pod, PodAddress address, Sources sources) {
    this.pod = pod;
    this.address = address;
    this.sources = sources;
  }

  /**
   * The variables that the container declares, with {@code $(NAME)} expanded.
   *
   * @param base variables that are there before them
   * @throws MissingSourceException when something that is not optional is missing
   */
  public static Map<String, String> of(
      Pod pod, Container container, PodAddress address, Sources sources, Map<String, String> base)
      throws MissingSourceException {
    var environment = new ContainerEnvironment(pod, address, sources);
    environment.variables.putAll(base);
    environment.addSources(container);
    for (var variable : container.getEnv()) {
      environment.add(container, variable);
    }
    return environment.variables;
  }

  private void addSources(Container container) throws MissingSourceException {
    for (var from : container.getEnvFrom()) {
      var prefix = from.getPrefix() == null ? "" : from.getPrefix();
      if (from.getSecretRef() != null) {
        var ref = from.getSecretRef();
        var data = sources.secret(namespace(), ref.getName());
        addAll(prefix, required(data, "Secret " + ref.getName(), ref.getOptional()));
      }
      if (from.getConfigMapRef() != null) {
        var ref = from.getConfigMapRef();
        var data = sources.configMap(namespace(), ref.getName());
        addAll(prefix, required(data, "ConfigMap " + ref.getName(), ref.getOptional()));
      }
    }
  }

  private void addAll(String prefix, Map<String, byte[]> data) {
    data.forEach(
        (key, bytes) -> variables.put(prefix + key, new String(bytes, StandardCharsets.UTF_8)));
  }

  private void add(Container container, EnvVar variable) throws MissingSourceException {
    if (variable.getValueFrom() == null) {
      var value = variable.getValue() == null ? "" : variable.getValue();
      variables.put(variable.getName(), Expansion.expand(value, variables));
      return;
    }
    var value = from(container, variable.getValueFrom());
    value.ifPresent(text -> variables.put(variable.getName(), text));
  }

  private Optional<String> from(Container container, EnvVarSource source)
      throws MissingSourceException {
    if (source.getSecretKeyRef() != null) {
      var ref = source.getSecretKeyRef();
      return key(
          sources.secret(namespace(), ref.getName()),
          "Secret " + ref.getName(),
          ref.getKey(),
          ref.getOptional());
    }
    if (source.getConfigMapKeyRef() != null) {
      var ref = source.getConfigMapKeyRef();
      return key(
          sources.configMap(namespace(), ref.getName()),
          "ConfigMap " + ref.getName(),
          ref.getKey(),
          ref.getOptional());
    }
    if (source.getFieldRef() != null) {
      return Optional.of(DownwardFields.value(pod, address, source.getFieldRef().getFieldPath()));
    }
    return Optional.of(
        resource(
            container,
            source.getResourceFieldRef().getResource(),
            source.getResourceFieldRef().getDivisor()));
  }

  private static String resource(Container container, String name, @Nullable Quantity divisor)
      throws MissingSourceException {
    var resources = container.getResources();
    var dot = name.indexOf('.');
    var values =
        resources == null || dot < 0
            ? null
            : name.startsWith("limits.") ? resources.getLimits() : resources.getRequests();
    var quantity = values == null ? null : values.get(name.substring(dot + 1));
    if (quantity == null) {
      throw new MissingSourceException(
          "container " + container.getName() + " declares no resource " + name);
    }
    var amount = quantity.getNumericalAmount();
    var unit = divisor == null ? BigDecimal.ONE : divisor.getNumericalAmount();
    var by = unit.signum() == 0 ? BigDecimal.ONE : unit;
    return amount.divide(by, 0, RoundingMode.CEILING).toPlainString();
  }

  private static Optional<String> key(
      Optional<Map<String, byte[]>> data, String what, String key, @Nullable Boolean optional)
      throws MissingSourceException {
    var bytes = required(data, what, optional).get(key);
    if (bytes == null && !Boolean.TRUE.equals(optional)) {
      throw new MissingSourceException(what + " has no key " + key);
    }
    return Optional.ofNullable(bytes).map(value -> new String(value, StandardCharsets.UTF_8));
  }

  private static Map<String, byte[]> required(
      Optional<Map<String, byte[]>> data, String what, @Nullable Boolean optional)
      throws MissingSourceException {
    if (data.isEmpty() && !Boolean.TRUE.equals(optional)) {
      throw new MissingSourceException(what + " not found");
    }
    return data.orElse(Map.of());
  }

  private String namespace() {
    return pod.getMetadata().getNamespace();
  }
}
