package dev.kubezap.gateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;

/** What becomes of a deleted session's data. */
public enum Data {
  /** The device stays linked, and everything is kept for a session of the same name. */
  KEEP,
  /** The device is unlinked, and everything is erased. */
  ERASE;

  /** How the resource says it. */
  ObjectNode patch(WhatsAppSession session) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    ObjectNode spec = patch.putObject("spec");
    spec.put("deletionPolicy", this == KEEP ? "Keep" : "LogOut");
    if (session.getSpec().storage() != null) {
      spec.putObject("storage").put("retention", this == KEEP ? "Retain" : "Delete");
    }
    return patch;
  }
}
