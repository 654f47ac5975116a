package dev.kubezap.operator.reconcile;

import static dev.kubezap.operator.reconcile.Stage.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionClass;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On a real control plane: the databases of a class, and whom its pods and Secrets belong to. */
@LoopTest
class ClassDatabasesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final OperatorWorld world;

  ClassDatabasesTest(OperatorWorld world) {
    this.world = world;
  }

  @AfterEach
  void removeClasses() {
    world.client.resources(WhatsAppSessionClass.class).delete();
  }

  @Test
  void databasesAreFilledInTurnAndSessionsStayWhereTheyAre() {
    database("first");
    database("second");
    classApplied("divided", "first: 1, second: 1");

    world.stage.apply("a", "{className: divided}");
    world.stage.runPod("a");
    world.stage.apply("b", "{className: divided}");
    world.stage.runPod("b");
    world.stage.apply("c", "{className: divided}");
    WhatsAppSession full = world.stage.awaitSession("c", s -> stalled(s, "DatabasesFull"));

    assertThat(condition(full, "Stalled").orElseThrow().message())
        .isEqualTo(
            "all databases of WhatsAppSessionClass divided have as many sessions as they take: add"
                + " one to spec.databases of the class, or raise their sessions");
    assertThat(place("a")).isEqualTo("jdbc:postgresql://first:5432/kubezap");
    assertThat(place("b")).isEqualTo("jdbc:postgresql://second:5432/kubezap");
    assertThat(chosen("a")).isEqualTo("divided/first");
    assertThat(world.versions("c")).isEmpty();

    world.stage.delete("a");
    world.stage.awaitGone("a");
    assertThat(world.database.erasedAt.get(world.stage.namespace() + "/a"))
        .isEqualTo("jdbc:postgresql://first:5432/kubezap");

    world.stage.annotate("c", "look", "now");
    world.stage.runPod("c");
    assertThat(place("c")).isEqualTo("jdbc:postgresql://first:5432/kubezap");

    // Another order, and less room than there are sessions, moves nobody.
    classApplied("divided", "second: 0, first: 0");
    world.stage.annotate("b", "kubezap.dev/restart", "now");
    await()
        .atMost(PATIENCE)
        .until(
            () -> world.stage.pod("b"),
            pod ->
                pod != null
                    && "now".equals(pod.getMetadata().getAnnotations().get("kubezap.dev/restart")));
    assertThat(variable(world.stage.pod("b"), "KUBEZAP_DATABASE_URL"))
        .isEqualTo("jdbc:postgresql://second:5432/kubezap");

    classApplied("divided", "first: 5");
    WhatsAppSession lost = world.stage.awaitSession("b", s -> reconciling(s, "DatabaseUnknown"));
    assertThat(condition(lost, "Reconciling").orElseThrow().message())
        .startsWith(
            "the session's rows are in the database second of WhatsAppSessionClass divided");
  }

  @Test
  void thePlatformGivesThePodItsUserAndPairingIsShownAsTheClassSays() {
    apply(
        "openshift",
        "{securityContext: {identity: Platform}, defaults: {pairing: {publish: Secret}}}");

    world.stage.apply("support", "{className: openshift}");
    Pod pod = world.stage.runPod("support");

    var identity = pod.getSpec().getSecurityContext();
    assertThat(identity.getRunAsUser()).isNull();
    assertThat(identity.getRunAsGroup()).isNull();
    assertThat(identity.getFsGroup()).isNull();
    assertThat(identity.getRunAsNonRoot()).isTrue();
    assertThat(variable(pod, "KUBEZAP_PAIRING_PUBLISH")).isEqualTo("Secret");
  }

  @Test
  void secretsForImagesNeedTheirLabelToo() {
    apply("labelled", "{policy: {secrets: Labelled}}");
    world.stage.secret("registry", Map.of(".dockerconfigjson", "{}"));

    world.stage.apply("support", "{className: labelled, imagePullSecrets: [{name: registry}]}");

    WhatsAppSession refused = world.stage.awaitSession("support", s -> stalled(s, "ClassForbids"));
    assertThat(condition(refused, "Stalled").orElseThrow().message())
        .startsWith("WhatsAppSessionClass labelled does not permit Secret registry:");

    world
        .client
        .secrets()
        .inNamespace(world.stage.namespace())
        .withName("registry")
        .edit(
            secret ->
                new SecretBuilder(secret)
                    .editMetadata()
                    .addToLabels("kubezap.dev/for-sessions", "true")
                    .endMetadata()
                    .build());
    world.stage.annotate("support", "look", "now");
    assertThat(world.stage.runPod("support").getSpec().getImagePullSecrets())
        .extracting(secret -> secret.getName())
        .containsExactly("registry");
  }

  /** In the stage's namespace, as the operator's own would be. */
  private void database(String name) {
    world.stage.secret(
        "database-" + name,
        Map.of(
            "url",
            "jdbc:postgresql://" + name + ":5432/kubezap",
            "user",
            "owner",
            "password",
            "secret"));
  }

  /**
   * Applies a class.
   *
   * @param databases names with how many sessions they take
   */
  private void classApplied(String name, String databases) {
    var list = new StringBuilder();
    for (String database : databases.split(", ", -1)) {
      String[] parts = database.split(": ", 2);
      list.append(
          "{name: %s, secretRef: {namespace: %s, name: database-%s}, sessions: %s},"
              .formatted(parts[0], world.stage.namespace(), parts[0], parts[1]));
    }
    apply(name, "{databases: [" + list + "]}");
  }

  private void apply(String name, String spec) {
    String yaml =
        """
        apiVersion: kubezap.dev/v1alpha1
        kind: WhatsAppSessionClass
        metadata: {name: %s}
        spec: %s
        """
            .formatted(name, spec);
    world
        .client
        .resource(
            world.client.getKubernetesSerialization().unmarshal(yaml, WhatsAppSessionClass.class))
        .fieldManager("user")
        .forceConflicts()
        .serverSideApply();
  }

  private String place(String session) {
    return Objects.requireNonNull(
        world.database.places.get(world.stage.namespace() + "/" + session));
  }

  private String chosen(String session) {
    Secret keys =
        world
            .client
            .secrets()
            .inNamespace(world.stage.namespace())
            .withName("was-" + session)
            .require();
    return Objects.requireNonNull(keys.getMetadata().getAnnotations().get("kubezap.dev/database"));
  }

  private static String variable(Pod pod, String name) {
    return pod.getSpec().getContainers().getFirst().getEnv().stream()
        .filter(variable -> variable.getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private static boolean stalled(WhatsAppSession session, String reason) {
    return has(session, "Stalled", reason);
  }

  private static boolean reconciling(WhatsAppSession session, String reason) {
    return has(session, "Reconciling", reason);
  }

  private static boolean has(WhatsAppSession session, String type, String reason) {
    return session.getStatus() != null
        && condition(session, type).map(Condition::reason).filter(reason::equals).isPresent();
  }
}
