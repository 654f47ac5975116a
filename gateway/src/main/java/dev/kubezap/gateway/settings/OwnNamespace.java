package dev.kubezap.gateway.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** The namespace of the pod that the gateway runs in. */
public final class OwnNamespace {

  /** Where Kubernetes tells it to containers. */
  public static final Path FILE =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

  private OwnNamespace() {}

  /**
   * The namespace; empty when the gateway is not a pod of the cluster that it serves, such as on a
   * developer's machine, be that a pod or not.
   *
   * @param lookup the value of a variable, empty when it is not set
   */
  public static Optional<String> find(Function<String, Optional<String>> lookup, Path file) {
    boolean pod =
        lookup.apply("KUBERNETES_SERVICE_HOST").isPresent() && lookup.apply("KUBECONFIG").isEmpty();
    if (!pod || !Files.isReadable(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file).strip()).filter(name -> !name.isEmpty());
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
