package dev.kubezap.playground.node.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The fields of a pod's specification that the node stand-in honours. Whatever is not listed is
 * refused by name, so that a pod never runs without something that it asked for.
 */
public final class SupportedFields {

  private static final String KEY_REF = "\\.(name|key|optional)";
  private static final String ITEM = "\\.items\\[]\\.(key|path|mode)";
  private static final String FIELD_ITEM =
      "\\.items\\[]\\.(path|mode|fieldRef\\.(apiVersion|fieldPath))";
  private static final String PROBE =
      "\\.(httpGet\\.(path|port|scheme|httpHeaders\\[]\\.(name|value))"
          + "|initialDelaySeconds|periodSeconds|timeoutSeconds|failureThreshold|successThreshold)";

  /** Honoured. */
  private static final List<String> HONOURED =
      List.of(
          "restartPolicy|terminationGracePeriodSeconds|serviceAccount(Name)?"
              + "|automountServiceAccountToken|nodeName|hostname|subdomain",
          "containers\\[]\\.(name|image|command\\[]|args\\[])",
          "containers\\[]\\.env\\[]\\.(name|value)",
          "containers\\[]\\.env\\[]\\.valueFrom\\.(secretKeyRef|configMapKeyRef)" + KEY_REF,
          "containers\\[]\\.env\\[]\\.valueFrom\\.fieldRef\\.(apiVersion|fieldPath)",
          "containers\\[]\\.env\\[]\\.valueFrom\\.resourceFieldRef\\.(containerName|resource|divisor)",
          "containers\\[]\\.envFrom\\[]\\.(prefix|(secretRef|configMapRef)\\.(name|optional))",
          "containers\\[]\\.ports\\[]\\.(name|containerPort|protocol)",
          "containers\\[]\\.volumeMounts\\[]\\.(name|mountPath|readOnly)",
          "containers\\[]\\.(livenessProbe|readinessProbe|startupProbe)" + PROBE,
          "volumes\\[]\\.name",
          "volumes\\[]\\.secret(\\.(secretName|optional|defaultMode)|" + ITEM + ")",
          "volumes\\[]\\.configMap(\\.(name|optional|defaultMode)|" + ITEM + ")",
          "volumes\\[]\\.downwardAPI(\\.defaultMode|" + FIELD_ITEM + ")",
          "volumes\\[]\\.emptyDir(\\.(medium|sizeLimit))?",
          "volumes\\[]\\.persistentVolumeClaim\\.(claimName|readOnly)",
          "volumes\\[]\\.projected\\.defaultMode",
          "volumes\\[]\\.projected\\.sources\\[]\\.(secret|configMap)(\\.(name|optional)|"
              + ITEM
              + ")",
          "volumes\\[]\\.projected\\.sources\\[]\\.downwardAPI" + FIELD_ITEM,
          "volumes\\[]\\.projected\\.sources\\[]\\.serviceAccountToken"
              + "\\.(audience|expirationSeconds|path)");

  /** Taken, though a local process cannot be held to it. */
  private static final List<String> NOT_ENFORCED =
      List.of(
          "(containers\\[]\\.)?securityContext(\\..*)?",
          "(containers\\[]\\.)?resources(\\..*)?",
          "containers\\[]\\.(imagePullPolicy|terminationMessage(Path|Policy))",
          "containers\\[]\\.volumeMounts\\[]\\.recursiveReadOnly",
          "affinity(\\..*)?|tolerations\\[](\\..*)?|nodeSelector(\\..*)?",
          "topologySpreadConstraints\\[](\\..*)?|imagePullSecrets\\[](\\..*)?",
          "priority|priorityClassName|preemptionPolicy|schedulerName|dnsPolicy|enableServiceLinks");

  private static final Pattern SUPPORTED =
      Pattern.compile(
          "(" + String.join("|", HONOURED) + "|" + String.join("|", NOT_ENFORCED) + ")");

  private SupportedFields() {}

  /** The fields of this specification that are refused, in alphabetical order; empty when none. */
  public static Set<String> refused(PodSpec spec, ObjectMapper json) {
    var refused = new TreeSet<String>();
    collect("", json.valueToTree(spec), refused);
    for (var container : spec.getContainers()) {
      for (var probe :
          java.util.Arrays.asList(
              container.getLivenessProbe(),
              container.getReadinessProbe(),
              container.getStartupProbe())) {
        if (probe != null
            && probe.getHttpGet() != null
            && "HTTPS".equals(probe.getHttpGet().getScheme())) {
          refused.add("httpGet.scheme: HTTPS");
        }
      }
    }
    return refused;
  }

  private static void collect(String path, JsonNode node, Set<String> refused) {
    if (node.isObject() && !node.isEmpty()) {
      node.properties()
          .forEach(
              field ->
                  collect(
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      field.getValue(),
                      refused));
    } else if (node.isArray()) {
      node.forEach(element -> collect(path + "[]", element, refused));
    } else if (!node.isNull() && !SUPPORTED.matcher(path).matches()) {
      refused.add(path);
    }
  }
}
