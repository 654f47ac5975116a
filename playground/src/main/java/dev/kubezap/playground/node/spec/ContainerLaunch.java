package dev.kubezap.playground.node.spec;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A container's program, arguments and environment as its process gets them.
 *
 * @param command the program and its arguments
 * @param environment all variables
 */
public record ContainerLaunch(List<String> command, Map<String, String> environment) {

  private static final String SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

  /** Copies what it is given. */
  public ContainerLaunch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** Names the program alone, since arguments and environment may hold secrets. */
  @Override
  public String toString() {
    return "ContainerLaunch[" + command.getFirst() + "]";
  }

  /**
   * Translates a container.
   *
   * @param base variables of this machine, such as PATH, and of the API server's address
   * @throws MissingSourceException when something that it refers to is missing
   */
  public static ContainerLaunch of(
      Pod pod,
      Container container,
      PodAddress address,
      Sources sources,
      MountPaths paths,
      ContainerPorts ports,
      LocalImages images,
      Map<String, String> base)
      throws MissingSourceException {
    var declared = ContainerEnvironment.of(pod, container, address, sources, base);
    var environment = new LinkedHashMap<String, String>();
    declared.forEach(
        (name, value) ->
            environment.put(name, value.equals(base.get(name)) ? value : paths.value(value)));
    environment.put("HOME", paths.root().toString());
    environment.put("HOSTNAME", pod.getMetadata().getName());
    paths
        .mounted(SERVICE_ACCOUNT)
        .ifPresent(
            folder -> environment.putIfAbsent("KUBEZAP_SERVICE_ACCOUNT_DIR", folder.toString()));
    environment.putAll(ports.variables());
    return new ContainerLaunch(command(container, paths, images, declared), environment);
  }

  private static List<String> command(
      Container container, MountPaths paths, LocalImages images, Map<String, String> variables)
      throws MissingSourceException {
    var words = new ArrayList<String>();
    if (container.getCommand().isEmpty()) {
      images
          .command(container.getImage())
          .orElseThrow(
              () ->
                  new MissingSourceException(
                      "the playground has no local command for image "
                          + container.getImage()
                          + "; it knows "
                          + String.join(", ", images.commands().keySet())))
          .stream()
          .map(word -> word.replace("{root}", paths.root().toString()))
          .forEach(words::add);
    }
    for (var word : container.getCommand()) {
      words.add(paths.word(Expansion.expand(word, variables)));
    }
    for (var word : container.getArgs()) {
      words.add(paths.word(Expansion.expand(word, variables)));
    }
    return words;
  }
}
