package dev.kubezap.operator.sessionclass;

import dev.kubezap.crd.v1alpha1.Behaviour;
import dev.kubezap.crd.v1alpha1.ClassDatabase;
import dev.kubezap.crd.v1alpha1.ClassPolicy;
import dev.kubezap.crd.v1alpha1.Media;
import dev.kubezap.crd.v1alpha1.Network;
import dev.kubezap.crd.v1alpha1.Pairing;
import dev.kubezap.crd.v1alpha1.PairingDefaults;
import dev.kubezap.crd.v1alpha1.PermittedNetwork;
import dev.kubezap.crd.v1alpha1.PermittedSecrets;
import dev.kubezap.crd.v1alpha1.Placement;
import dev.kubezap.crd.v1alpha1.PodSecurity;
import dev.kubezap.crd.v1alpha1.SecretName;
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
 * @param security as whom the pod runs
 * @param policy what the class permits
 * @param databases where the class has its sessions' rows
 * @param rolloutPaused whether the class has its sessions keep the pods that they have
 * @param volumeByClass whether a class has given the volume its storage class or access modes
 */
public record EffectiveSpec(
    Optional<String> className,
    WhatsAppSessionSpec spec,
    Placement placement,
    PodSecurity security,
    ClassPolicy policy,
    List<ClassDatabase> databases,
    boolean rolloutPaused,
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
        PodSecurity.EMPTY,
        ClassPolicy.EMPTY,
        List.of(),
        false,
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
        Objects.requireNonNullElse(given.securityContext(), PodSecurity.EMPTY),
        Objects.requireNonNullElse(given.policy(), ClassPolicy.EMPTY),
        given.databases(),
        given.rolloutPaused(),
        volume.byClass());
  }

  /**
   * The same, with webhooks that select the session.
   *
   * @param selecting with names that no own one has
   */
  public EffectiveSpec with(List<Webhook> selecting) {
    List<Webhook> all = Stream.concat(spec.webhooks().stream(), selecting.stream()).toList();
    return new EffectiveSpec(
        className,
        spec.delivering(all),
        placement,
        security,
        policy,
        databases,
        rolloutPaused,
        volumeByClass);
  }

  /** Which Secrets the session may name. */
  public PermittedSecrets secrets() {
    return Objects.requireNonNullElse(policy.secrets(), PermittedSecrets.ANY);
  }

  /** What the session may open in the network. */
  public PermittedNetwork network() {
    return Objects.requireNonNullElse(policy.network(), PermittedNetwork.ANY);
  }

  private static WhatsAppSessionSpec filled(
      WhatsAppSessionSpec own, SessionDefaults defaults, VolumeSettings volume) {
    return new WhatsAppSessionSpec(
        own.className(),
        own.displayName(),
        pairing(own.pairing(), defaults.pairing()),
        own.webhooks(),
        behaviour(own.behaviour(), defaults.behaviour()),
        own.api(),
        network(own.network(), defaults.network()),
        volume.storage(),
        media(own.media(), defaults.media()),
        own.suspend(),
        own.deletionPolicy(),
        first(own.resources(), defaults.resources()),
        first(own.image(), defaults.image()),
        first(own.imagePullPolicy(), defaults.imagePullPolicy()),
        pulled(own.imagePullSecrets(), defaults.imagePullSecrets()),
        own.database(),
        own.clientVersion(),
        own.proxySecretRef(),
        first(own.logLevel(), defaults.logLevel()),
        own.labels(),
        own.logoutAt(),
        own.unknown());
  }

  private static @Nullable Pairing pairing(
      @Nullable Pairing own, @Nullable PairingDefaults otherwise) {
    if (otherwise == null || otherwise.publish() == null) {
      return own;
    }
    return own == null
        ? new Pairing(null, otherwise.publish())
        : new Pairing(own.phoneNumber(), first(own.publish(), otherwise.publish()));
  }

  private static @Nullable Network network(@Nullable Network own, @Nullable Network otherwise) {
    if (own == null || otherwise == null) {
      return first(own, otherwise);
    }
    return new Network(
        first(own.from(), otherwise.from()),
        first(own.publicPorts(), otherwise.publicPorts()),
        first(own.to(), otherwise.to()));
  }

  private static @Nullable Media media(@Nullable Media own, @Nullable Media otherwise) {
    if (own == null || otherwise == null) {
      return first(own, otherwise);
    }
    return new Media(
        first(own.bucket(), otherwise.bucket()),
        first(own.retention(), otherwise.retention()),
        first(own.maxMiB(), otherwise.maxMiB()));
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
        first(own.ignore(), otherwise.ignore()),
        first(own.messagesPerMinute(), otherwise.messagesPerMinute()),
        first(own.burst(), otherwise.burst()),
        first(own.newChatsPerDay(), otherwise.newChatsPerDay()),
        first(own.history(), otherwise.history()),
        first(own.downloadMedia(), otherwise.downloadMedia()),
        first(own.downloadMaxMiB(), otherwise.downloadMaxMiB()),
        first(own.retention(), otherwise.retention()));
  }

  private static @Nullable List<SecretName> pulled(
      @Nullable List<SecretName> own, List<SecretName> otherwise) {
    return otherwise.isEmpty() ? own : first(own, otherwise);
  }

  private static <T> @Nullable T first(@Nullable T own, @Nullable T otherwise) {
    return own == null ? otherwise : own;
  }
}
