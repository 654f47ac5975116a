package dev.kubezap.operator.desired;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Metadata of a session's objects. */
final class ObjectMetadata {

  /**
   * Label or annotation of a session that is not to be deleted. Objects without an owner have the
   * annotation, too, for kubernetes/protection-policy.yaml.
   */
  static final String PROTECT = "kubezap.dev/protect";

  private ObjectMetadata() {}

  /** Of an object that goes when the resource goes. */
  static ObjectMeta owned(WhatsAppSession session, String name) {
    return new ObjectMetaBuilder(kept(session, name))
        .removeFromAnnotations(PROTECT)
        .addNewOwnerReference()
        .withApiVersion(session.getApiVersion())
        .withKind(session.getKind())
        .withName(session.getMetadata().getName())
        .withUid(session.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .endOwnerReference()
        .build();
  }

  /**
   * Of an object without an owner, which goes by the operator's hand: a claim and keys outlive the
   * resource unless its deletion policy says otherwise, and a foreground deletion, Argo CD's
   * default, would have the garbage collector end the pod before it can log out.
   */
  static ObjectMeta kept(WhatsAppSession session, String name) {
    var metadata =
        new ObjectMetaBuilder()
            .withNamespace(session.getMetadata().getNamespace())
            .withName(name)
            .withLabels(SessionLabels.all(session));
    if (isProtected(session)) {
      metadata.addToAnnotations(PROTECT, "true");
    }
    return metadata.build();
  }

  private static boolean isProtected(WhatsAppSession session) {
    return says(session.getMetadata().getLabels()) || says(session.getMetadata().getAnnotations());
  }

  private static boolean says(@Nullable Map<String, String> texts) {
    return texts != null && "true".equals(texts.get(PROTECT));
  }
}
