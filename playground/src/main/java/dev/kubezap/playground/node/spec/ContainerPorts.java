package dev.kubezap.playground.node.spec;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * The loopback ports that stand for a container's ports, since all pods share this machine's.
 *
 * @param byName loopback port by the container port's name
 * @param byNumber loopback port by the container port's number
 */
public record ContainerPorts(Map<String, Integer> byName, Map<Integer, Integer> byNumber) {

  /** The variables that tell a session pod where to listen, by the name of the container port. */
  private static final Map<String, String> VARIABLES =
      Map.of("http", "KUBEZAP_HTTP_PORT", "management", "KUBEZAP_MANAGEMENT_PORT");

  /** Copies what it is given. */
  public ContainerPorts {
    byName = Map.copyOf(byName);
    byNumber = Map.copyOf(byNumber);
  }

  /** Those of a container; {@code reserve} gives the port for a name. */
  public static ContainerPorts of(Container container, ToIntFunction<String> reserve) {
    var names = new HashMap<String, Integer>();
    var numbers = new HashMap<Integer, Integer>();
    for (var port : container.getPorts()) {
      var name = port.getName() == null ? "port-" + port.getContainerPort() : port.getName();
      var local = reserve.applyAsInt(name);
      names.put(name, local);
      numbers.put(port.getContainerPort(), local);
    }
    return new ContainerPorts(names, numbers);
  }

  /** The loopback port of a container port given by number or name; empty when not declared. */
  public Optional<Integer> local(IntOrString port) {
    return port.getIntVal() != null
        ? Optional.ofNullable(byNumber.get(port.getIntVal()))
        : Optional.ofNullable(byName.get(port.getStrVal()));
  }

  /** What the process must be told so that it listens where the ports are. */
  public Map<String, String> variables() {
    var variables = new LinkedHashMap<String, String>();
    VARIABLES.forEach(
        (port, variable) -> {
          var local = byName.get(port);
          if (local != null) {
            variables.put(variable, local.toString());
          }
        });
    if (!variables.isEmpty()) {
      variables.put("KUBEZAP_HTTP_HOST", "127.0.0.1");
    }
    return variables;
  }
}
