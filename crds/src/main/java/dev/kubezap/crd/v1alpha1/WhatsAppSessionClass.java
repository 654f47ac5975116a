package dev.kubezap.crd.v1alpha1;

import dev.kubezap.crd.Kubezap;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * What sessions of one class get where they say nothing of their own, and where their pods run.
 * Cluster-scoped: whoever runs the cluster writes it, and whoever makes sessions names it.
 */
@Group(Kubezap.GROUP)
@Version("v1alpha1")
@Kind("WhatsAppSessionClass")
@Singular("whatsappsessionclass")
@Plural("whatsappsessionclasses")
@ShortNames("wasc")
@Categories("whatsapp")
public final class WhatsAppSessionClass extends CustomResource<WhatsAppSessionClassSpec, Void> {

  /** Annotation: with the value {@code true} it is the class of new sessions that name none. */
  public static final String DEFAULT_ANNOTATION = "kubezap.dev/is-default-class";

  private static final long serialVersionUID = 1L;

  @Override
  protected WhatsAppSessionClassSpec initSpec() {
    return WhatsAppSessionClassSpec.EMPTY;
  }

  /** A class has no status. */
  @Override
  @SuppressWarnings("NullAway") // the superclass takes null for "absent"
  protected Void initStatus() {
    return null;
  }
}
