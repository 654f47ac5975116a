package dev.kubezap.playground.tour;

import dev.kubezap.crd.v1alpha1.AllowedServiceAccount;
import dev.kubezap.crd.v1alpha1.Api;
import dev.kubezap.crd.v1alpha1.ApiScope;
import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.SecretKeyReference;
import dev.kubezap.crd.v1alpha1.SessionReport;
import dev.kubezap.crd.v1alpha1.Webhook;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionSpec;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The session of the tour in the API server. */
final class TourSession {

  static final String NAME = "tour";
  static final String NAMESPACE = "default";

  /** Begins the names of the records of its pod's processes. */
  static final String PROCESS = "pod_" + NAMESPACE + "_was-" + NAME + "-0";

  private static final String LABEL = "kubezap.dev/session";
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          Pod.class,
          Secret.class,
          PersistentVolumeClaim.class,
          StatefulSet.class,
          ControllerRevision.class,
          Service.class,
          EndpointSlice.class,
          ServiceAccount.class,
          Role.class,
          RoleBinding.class,
          NetworkPolicy.class);
  private static final String HOOK = "tour-hook";
  private static final Set<String> SHOWN = Set.of("Ready", "Stalled", "Connected");
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("kubezap-tour")
          .withForce(true)
          .build();

  private final KubernetesClient client;

  TourSession(KubernetesClient client) {
    this.client = client;
  }

  /** Applies the resource with a webhook to this address. */
  void apply(String webhookUrl, String signingKey) {
    client
        .secrets()
        .inNamespace(NAMESPACE)
        .withName(HOOK)
        .patch(
            APPLY,
            new SecretBuilder()
                .withNewMetadata()
                .withName(HOOK)
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withStringData(Map.of("signing", signingKey))
                .build());
    var session = new WhatsAppSession();
    session.setMetadata(new ObjectMetaBuilder().withName(NAME).withNamespace(NAMESPACE).build());
    session.setSpec(
        new WhatsAppSessionSpec(
            null,
            null,
            null,
            List.of(
                new Webhook(
                    "sink",
                    webhookUrl,
                    List.of(),
                    List.of(),
                    new SecretKeyReference(HOOK, "signing"))),
            null,
            new Api(
                List.of(
                    new AllowedServiceAccount(
                        null, TourCallers.LET_IN, List.of(ApiScope.READ), null)),
                List.of(),
                null),
            null,
            null,
            null,
            false,
            null,
            null,
            null,
            null,
            List.of(),
            null,
            null,
            null,
            null,
            Map.of(),
            null,
            List.of()));
    client
        .resources(WhatsAppSession.class)
        .inNamespace(NAMESPACE)
        .withName(NAME)
        .patch(APPLY, session);
  }

  /** Deletes the resource; false when there is none. */
  boolean delete() {
    return !client
        .resources(WhatsAppSession.class)
        .inNamespace(NAMESPACE)
        .withName(NAME)
        .delete()
        .isEmpty();
  }

  Optional<WhatsAppSession> find() {
    return Optional.ofNullable(
        client.resources(WhatsAppSession.class).inNamespace(NAMESPACE).withName(NAME).get());
  }

  Optional<WhatsAppSessionStatus> status() {
    return find().map(WhatsAppSession::getStatus);
  }

  Optional<SessionReport> report() {
    return status().map(WhatsAppSessionStatus::session);
  }

  /** The session's pod. */
  Optional<Pod> pod() {
    return Optional.ofNullable(
        client.pods().inNamespace(NAMESPACE).withName("was-" + NAME + "-0").get());
  }

  /** What the names of all objects that carry the session's label are, and of its volumes. */
  List<String> objects() {
    var names = new ArrayList<String>();
    for (var kind : KINDS) {
      client
          .resources(kind)
          .inNamespace(NAMESPACE)
          .withLabel(LABEL, NAME)
          .list()
          .getItems()
          .forEach(object -> names.add(object.getKind() + " " + object.getMetadata().getName()));
    }
    volumes().forEach(volume -> names.add("PersistentVolume " + volume.getMetadata().getName()));
    return names;
  }

  /** The name of the volume that the session's claim is bound to. */
  Optional<String> volume() {
    return volumes().stream().map(volume -> volume.getMetadata().getName()).findFirst();
  }

  private List<PersistentVolume> volumes() {
    return client.persistentVolumes().list().getItems().stream()
        .filter(
            volume ->
                volume.getSpec().getClaimRef() != null
                    && NAMESPACE.equals(volume.getSpec().getClaimRef().getNamespace())
                    && ("was-" + NAME).equals(volume.getSpec().getClaimRef().getName()))
        .toList();
  }

  /** Changes the spec so that nothing follows but another generation. */
  void changeWithoutEffect() {
    client
        .resources(WhatsAppSession.class)
        .inNamespace(NAMESPACE)
        .withName(NAME)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"deletionPolicy\":\"LogOut\"}}");
  }

  /** Whether the status is about the spec as it is now. */
  boolean observed() {
    return find()
        .filter(
            found ->
                found.getStatus() != null
                    && Objects.equals(
                        found.getStatus().observedGeneration(),
                        found.getMetadata().getGeneration()))
        .isPresent();
  }

  /** The key of the session's API. */
  Optional<String> apiKey() {
    return status()
        .map(WhatsAppSessionStatus::apiKeySecret)
        .map(name -> client.secrets().inNamespace(NAMESPACE).withName(name).get())
        .map(secret -> secret.getData().get("api-key"))
        .map(data -> new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8));
  }

  /** Whether a condition is True. */
  boolean is(String condition) {
    return status().stream()
        .flatMap(status -> status.conditions().stream())
        .anyMatch(each -> condition.equals(each.type()) && "True".equals(each.status()));
  }

  /** For people: the phase and why the resource is not ready. */
  String summary() {
    return status()
        .map(
            status ->
                "phase "
                    + status.phase()
                    + status.conditions().stream()
                        .filter(condition -> SHOWN.contains(condition.type()))
                        .map(TourSession::text)
                        .reduce("", String::concat))
        .orElse("no status yet");
  }

  private static String text(Condition condition) {
    var message = condition.message() == null ? "" : " " + condition.message();
    return ", "
        + condition.type()
        + "="
        + condition.status()
        + " ("
        + condition.reason()
        + message
        + ")";
  }
}
