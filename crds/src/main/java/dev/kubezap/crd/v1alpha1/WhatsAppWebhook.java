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

/** One receiver of the events of many sessions, which it selects by their labels. */
@Group(Kubezap.GROUP)
@Version("v1alpha1")
@Kind("WhatsAppWebhook")
@Singular("whatsappwebhook")
@Plural("whatsappwebhooks")
@ShortNames("wawh")
@Categories("whatsapp")
@ValidationRule(
    value =
        "self.metadata.name.size() <= 48 && self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
    message =
        "the name becomes part of a webhook's in each session: use at most 48 lower-case letters, digits and dashes")
public final class WhatsAppWebhook
    extends CustomResource<WhatsAppWebhookSpec, WhatsAppWebhookStatus> implements Namespaced {

  private static final long serialVersionUID = 1L;

  @Override
  protected WhatsAppWebhookSpec initSpec() {
    return WhatsAppWebhookSpec.EMPTY;
  }

  /** The status stays absent until the operator has looked. */
  @Override
  @SuppressWarnings("NullAway") // the superclass takes null for "absent"
  protected WhatsAppWebhookStatus initStatus() {
    return null;
  }
}
