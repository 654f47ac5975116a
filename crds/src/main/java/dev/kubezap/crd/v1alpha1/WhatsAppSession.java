package dev.kubezap.crd.v1alpha1;

import dev.kubezap.crd.Kubezap;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One WhatsApp account, linked as a device, that runs as one pod. */
@Group(Kubezap.GROUP)
@Version("v1alpha1")
@Kind("WhatsAppSession")
@Singular("whatsappsession")
@Plural("whatsappsessions")
@ShortNames("was")
@Categories("whatsapp")
@ValidationRule(
    value =
        "self.metadata.name.size() <= 48 && self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
    message =
        "the name becomes part of a Service and a StatefulSet: use at most 48 lower-case letters, digits and dashes")
@ValidationRule(
    value =
        "!has(self.spec.pairing) || !has(self.spec.pairing.phoneNumber)"
            + " || (has(oldSelf.spec.pairing) && has(oldSelf.spec.pairing.phoneNumber)"
            + " && oldSelf.spec.pairing.phoneNumber == self.spec.pairing.phoneNumber)"
            + " || !has(oldSelf.status) || !has(oldSelf.status.session) || !has(oldSelf.status.session.phoneNumber)"
            + " || oldSelf.status.session.phoneNumber == self.spec.pairing.phoneNumber",
    message =
        "this session is linked to another phone number: log it out first, or make another session for the new number",
    fieldPath = ".spec")
public final class WhatsAppSession
    extends CustomResource<WhatsAppSessionSpec, WhatsAppSessionStatus> implements Namespaced {

  private static final long serialVersionUID = 1L;

  @Override
  protected WhatsAppSessionSpec initSpec() {
    return WhatsAppSessionSpec.EMPTY;
  }

  /** The status stays absent until somebody reports one. */
  @Override
  @SuppressWarnings("NullAway") // the superclass takes null for "absent"
  protected WhatsAppSessionStatus initStatus() {
    return null;
  }
}
