package dev.kubezap.playground.node.spec;

import java.util.Map;
import java.util.Optional;

/** The objects of a namespace that pods refer to. */
public interface Sources {

  /** The data of a Secret; empty when there is no such Secret. */
  Optional<Map<String, byte[]>> secret(String namespace, String name);

  /** The data of a ConfigMap; empty when there is no such ConfigMap. */
  Optional<Map<String, byte[]>> configMap(String namespace, String name);
}
