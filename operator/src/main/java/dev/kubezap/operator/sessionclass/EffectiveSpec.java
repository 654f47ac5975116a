package dev.kubezap.operator.sessionclass;

import dev.kubezap.crd.v1alpha1.Behaviour;
import dev.kubezap.crd.v1alpha1.ClassPolicy;
import dev.kubezap.crd.v1alpha1.PermittedSecrets;
import dev.kubezap.crd.v1alpha1.Placement;
import dev.kubezap.crd.v1alpha1.SessionDefaults;
import dev.kubezap.crd.v1alpha1.Webhook;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionClass;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionClassSpec;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a session is to be: what its resource says, and for the rest what its class says. Pure.
 *
 * @param className the class that counts; empty when none does
 * @param spec as if the resource said all of it
 * @param placement where the pod runs
 * @param secrets which Secrets it may name
 * @param volumeByClass whether a class has given the volume its storage class or access modes
 */
public record EffectiveSpec(
    Optional<String> className,
    WhatsAppSessionSpec spec,
    Placement placement,
    PermittedSecrets secrets,
    boolean volumeByClass) {

  /**
   * Of a session without a class.
   *
   * @param claim that of its volume
   */
  public static EffectiveSpec of(WhatsAppSessionSpec own, Optional<PersistentVolumeClaim> claim) {
    VolumeSettings volume = VolumeSettings.of(own.storage(), null, claim);
    return new EffectiveSpec(
        Optional.empty(),
        filled(own, SessionDefaults.EMPTY, volume),
        Placement.EMPTY,
        PermittedSecrets.ANY,
        volume.byClass());
  }

  /**
   * Of a session of this class.
   *
   * @param claim that of its volume
   */
  public static EffectiveSpec of(
      WhatsAppSessionSpec own, WhatsAppSessionClass chosen, Optional<PersistentVolumeClaim> claim) {
    WhatsAppSessionClassSpec given = chosen.getSpec();
    SessionDefaults defaults = Objects.requireNonNullElse(given.defaults(), SessionDefaults.EMPTY);
    VolumeSettings volume = VolumeSettings.of(own.storage(), defaults.storage(), claim);
    return new EffectiveSpec(
        Optional.of(chosen.getMetadata().getName()),
        filled(own, defaults, volume),
        Objects.requireNonNullElse(given.placement(), Placement.EMPTY),
        Optional.ofNullable(given.policy()).map(ClassPolicy::secrets).orElse(PermittedSecrets.ANY),
        volume.byClass());
  }

  /**
   * The same, with webhooks that select the session.
   *
   * @param selecting with names that no own one has
   */
  public EffectiveSpec with(List<Webhook> selecting) {
    List<Webhook> all = Stream.concat(spec.webhooks().stream(), selecting.stream()).toList();
    return new EffectiveSpec(className, spec.delivering(all), placement, secrets, volumeByClass);
  }

  private static WhatsAppSessionSpec filled(
      WhatsAppSessionSpec own, SessionDefaults defaults, VolumeSettings volume) {
    return new WhatsAppSessionSpec(
        own.className(),
        own.displayName(),
        own.pairing(),
        own.webhooks(),
        behaviour(own.behaviour(), defaults.behaviour()),
        own.api(),
        own.network(),
        volume.storage(),
        own.suspend(),
        own.deletionPolicy(),
        first(own.resources(), defaults.resources()),
        first(own.image(), defaults.image()),
        first(own.imagePullPolicy(), defaults.imagePullPolicy()),
        said(own.imagePullSecrets(), defaults.imagePullSecrets()),
        own.database(),
        own.clientVersion(),
        own.proxySecretRef(),
        first(own.logLevel(), defaults.logLevel()),
        own.labels(),
        own.unknown());
  }

  private static @Nullable Behaviour behaviour(
      @Nullable Behaviour own, @Nullable Behaviour otherwise) {
    if (own == null || otherwise == null) {
      return first(own, otherwise);
    }
    return new Behaviour(
        first(own.markOnline(), otherwise.markOnline()),
        first(own.readReceipts(), otherwise.readReceipts()),
        first(own.typing(), otherwise.typing()),
        first(own.rejectCalls(), otherwise.rejectCalls()),
        said(own.ignore(), otherwise.ignore()),
        first(own.messagesPerMinute(), otherwise.messagesPerMinute()),
        first(own.burst(), otherwise.burst()),
        first(own.newChatsPerDay(), otherwise.newChatsPerDay()),
        first(own.history(), otherwise.history()));
  }

  private static <T> @Nullable T first(@Nullable T own, @Nullable T otherwise) {
    return own == null ? otherwise : own;
  }

  /** Nobody can tell a list that is left out from one that is empty. */
  private static <T> List<T> said(List<T> own, List<T> otherwise) {
    return own.isEmpty() ? otherwise : own;
  }
}
