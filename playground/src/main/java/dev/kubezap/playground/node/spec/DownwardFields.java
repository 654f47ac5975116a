package dev.kubezap.playground.node.spec;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The pod's own fields, for environment variables and downward API files. */
public final class DownwardFields {

  private static final Pattern KEYED =
      Pattern.compile("metadata\\.(labels|annotations)\\['([^']+)']");

  private DownwardFields() {}

  /**
   * The value of a field path.
   *
   * @throws MissingSourceException when the stand-in does not know the path
   */
  public static String value(Pod pod, PodAddress address, String path)
      throws MissingSourceException {
    var keyed = KEYED.matcher(path);
    if (keyed.matches()) {
      return keyed.group(1).equals("labels")
          ? orEmpty(labels(pod).get(keyed.group(2)))
          : orEmpty(annotations(pod).get(keyed.group(2)));
    }
    return switch (path) {
      case "metadata.name" -> pod.getMetadata().getName();
      case "metadata.namespace" -> pod.getMetadata().getNamespace();
      case "metadata.uid" -> pod.getMetadata().getUid();
      case "metadata.labels" -> lines(labels(pod));
      case "metadata.annotations" -> lines(annotations(pod));
      case "spec.nodeName" -> orEmpty(pod.getSpec().getNodeName());
      case "spec.serviceAccountName" -> orEmpty(pod.getSpec().getServiceAccountName());
      case "status.podIP", "status.podIPs" -> address.podIp();
      case "status.hostIP", "status.hostIPs" -> address.hostIp();
      default ->
          throw new MissingSourceException("the playground's node does not know the field " + path);
    };
  }

  private static Map<String, String> labels(Pod pod) {
    var labels = pod.getMetadata().getLabels();
    return labels == null ? Map.of() : labels;
  }

  private static Map<String, String> annotations(Pod pod) {
    var annotations = pod.getMetadata().getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }

  private static String lines(Map<String, String> values) {
    return values.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + "=\"" + entry.getValue().replace("\"", "\\\"") + "\"")
        .collect(Collectors.joining("\n"));
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }
}
