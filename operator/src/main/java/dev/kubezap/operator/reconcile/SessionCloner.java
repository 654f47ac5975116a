package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionClass;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.api.config.Cloner;

/**
 * Copies resources as the SDK does before it hands them out, by writing and reading them; but what
 * a session or a class says that this version cannot read would be lost on the way.
 */
record SessionCloner(KubernetesSerialization serialization) implements Cloner {

  @Override
  public <R extends HasMetadata> R clone(R object) {
    R copy = serialization.clone(object);
    if (object instanceof WhatsAppSession from && copy instanceof WhatsAppSession to) {
      to.setSpec(from.getSpec()); // a record: nobody can change it
    }
    if (object instanceof WhatsAppSessionClass from && copy instanceof WhatsAppSessionClass to) {
      to.setSpec(from.getSpec());
    }
    return copy;
  }
}
