package dev.kubezap.playground.tour;

import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.SecretKeyReference;
import dev.kubezap.crd.v1alpha1.SessionReport;
import dev.kubezap.crd.v1alpha1.Webhook;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionSpec;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The session of the tour in the API server. */
final class TourSession {

  static final String NAME = "tour";
  private static final String NAMESPACE = "default";
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
            List.of(
                new Webhook(
                    "sink",
                    webhookUrl,
                    List.of(),
                    List.of(),
                    new SecretKeyReference(HOOK, "signing"))),
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
            Map.of()));
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

  /** What the names of all objects that carry the session's label are. */
  List<String> objects() {
    var label = "kubezap.dev/session";
    var names = new ArrayList<String>();
    client
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel(label, NAME)
        .list()
        .getItems()
        .forEach(object -> names.add("pod/" + object.getMetadata().getName()));
    client
        .secrets()
        .inNamespace(NAMESPACE)
        .withLabel(label, NAME)
        .list()
        .getItems()
        .forEach(object -> names.add("secret/" + object.getMetadata().getName()));
    client
        .persistentVolumeClaims()
        .inNamespace(NAMESPACE)
        .withLabel(label, NAME)
        .list()
        .getItems()
        .forEach(object -> names.add("pvc/" + object.getMetadata().getName()));
    client
        .apps()
        .statefulSets()
        .inNamespace(NAMESPACE)
        .withLabel(label, NAME)
        .list()
        .getItems()
        .forEach(object -> names.add("statefulset/" + object.getMetadata().getName()));
    return names;
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
