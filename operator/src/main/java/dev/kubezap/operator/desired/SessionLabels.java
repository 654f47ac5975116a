package dev.kubezap.operator.desired;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import java.util.Map;
import java.util.TreeMap;

/** The labels of a session's objects. */
public final class SessionLabels {

  /** What all objects that the operator made, and their pods, have in common. */
  public static final String MANAGED = "app.kubernetes.io/managed-by=kubezap-operator";

  private SessionLabels() {}

  /**
   * Labels of every object. {@code app.kubernetes.io/instance} is not among them: Argo CD tracks
   * its applications by it, and one of the session's name would prune volume and keys, which have
   * no owner.
   */
  static Map<String, String> all(WhatsAppSession session) {
    var labels = new TreeMap<>(session.getSpec().labels());
    labels.putAll(selector(session));
    labels.put("app.kubernetes.io/managed-by", "kubezap-operator");
    return labels;
  }

  /** Labels that tell the session's pod from all others. */
  static Map<String, String> selector(WhatsAppSession session) {
    var labels = new TreeMap<String, String>();
    labels.put("app.kubernetes.io/name", "kubezap-session");
    labels.put(SessionNames.SESSION_LABEL, session.getMetadata().getName());
    return labels;
  }
}
