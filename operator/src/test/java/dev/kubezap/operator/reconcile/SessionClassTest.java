package dev.kubezap.operator.reconcile;

import static dev.kubezap.operator.reconcile.Stage.condition;
import static dev.kubezap.operator.reconcile.Stage.phase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionClass;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Classes on a real control plane: what they give, and what their going takes away. Each test has
 * classes of its own: the sessions of the others are still there.
 */
@LoopTest
class SessionClassTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final OperatorWorld world;

  SessionClassTest(OperatorWorld world) {
    this.world = world;
  }

  @AfterEach
  void removeClasses() {
    world.client.resources(WhatsAppSessionClass.class).delete();
  }

  @Test
  void aSessionIsMadeAsItsClassSaysAndFollowsIt() {
    classApplied("gold", "false", "{placement: {nodeSelector: {pool: one}}}");
    Pod before = world.connected("support", "{className: gold}");
    assertThat(podSpec("support").getNodeSelector()).containsEntry("pool", "one");

    classApplied("gold", "false", "{placement: {nodeSelector: {pool: two}}}");

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(template("support").getNodeSelector())
                    .containsOnly(Map.entry("pool", "two")));
    await().atMost(PATIENCE).until(() -> replaced(before));
    world.connected("support");
    await().atMost(PATIENCE).until(() -> world.operator.restarting() == 0);
  }

  @Test
  void aClassThatIsGoneIsToldAndWhatRunsGoesOn() {
    classApplied("silver", "false", "{placement: {nodeSelector: {pool: one}}}");
    Pod before = world.connected("support", "{className: silver}");

    world.client.resources(WhatsAppSessionClass.class).withName("silver").delete();

    WhatsAppSession told =
        world.stage.awaitSession("support", s -> reconciling(s, "ClassNotFound"));
    assertThat(condition(told, "Reconciling").orElseThrow().message())
        .startsWith("WhatsAppSessionClass silver does not exist: create it");
    Pod after = world.stage.pod("support");
    assertThat(after.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
    assertThat(after.getMetadata().getDeletionTimestamp()).isNull();
    assertThat(template("support").getNodeSelector()).containsEntry("pool", "one");

    classApplied("silver", "false", "{placement: {nodeSelector: {pool: one}}}");
    world.stage.awaitSession("support", s -> condition(s, "Reconciling").isEmpty());
  }

  @Test
  void aSessionWaitsForAClassThatIsNotThereYet() {
    world.stage.apply("early", "{className: late}");
    world.stage.awaitSession("early", s -> reconciling(s, "ClassNotFound"));
    assertThat(world.versions("early")).isEmpty();

    classApplied("late", "false", "{defaults: {image: registry.example/late:1}}");

    world.stage.runPod("early");
    assertThat(template("early").getContainers().getFirst().getImage())
        .isEqualTo("registry.example/late:1");
  }

  @Test
  void whatTheClassForbidsIsToldAndWhatRunsGoesOn() {
    classApplied(
        "strict", "false", "{policy: {images: [registry.example/zap/], secrets: Labelled}}");
    Pod before = world.connected("support", "{className: strict}");

    world.stage.apply("support", "{className: strict, image: 'docker.io/other:1'}");

    WhatsAppSession stalled = world.stage.awaitSession("support", s -> stalled(s, "ClassForbids"));
    assertThat(condition(stalled, "Stalled").orElseThrow().message())
        .isEqualTo(
            "WhatsAppSessionClass strict does not permit spec.image docker.io/other:1: images begin"
                + " with registry.example/zap/");
    assertThat(world.stage.pod("support").getMetadata().getUid())
        .isEqualTo(before.getMetadata().getUid());
    assertThat(template("support").getContainers().getFirst().getImage())
        .isEqualTo(before.getSpec().getContainers().getFirst().getImage());

    world.stage.secret("hook", Map.of("signing", "whsec_MDEyMzQ1Njc4OWFiY2RlZg=="));
    world.stage.apply(
        "support",
        "{className: strict, webhooks: [{url: 'https://a.example/', signingKeySecretRef: {name: hook, key: signing}}]}");
    world.stage.awaitSession(
        "support",
        s ->
            condition(s, "Stalled")
                .filter(c -> c.message() != null && c.message().contains("permit Secret hook:"))
                .isPresent());

    world.stage.apply("support", "{className: strict}");
    world.stage.awaitSession("support", s -> condition(s, "Stalled").isEmpty());
  }

  /** Who must stop a session need not mend it first. */
  @Test
  void aSessionWithAProblemCanBeSuspendedAndResumed() {
    classApplied("mended", "false", "{policy: {images: [registry.example/zap/]}}");
    world.connected("support", "{className: mended}");
    String forbidden = "{className: mended, image: 'docker.io/other:1', suspend: %s}";
    world.stage.apply("support", forbidden.formatted("false"));
    world.stage.awaitSession("support", s -> stalled(s, "ClassForbids"));
    assertThat(world.stage.startedSets()).isEqualTo(1);

    world.stage.apply("support", forbidden.formatted("true"));

    await().atMost(PATIENCE).until(() -> world.stage.startedSets() == 0);
    world.stage.awaitSession("support", phase("Suspended"));

    world.stage.apply("support", "{className: mended}");
    await().atMost(PATIENCE).until(() -> world.stage.startedSets() == 1);
  }

  /** What the class said of erasing is not known any more. */
  @Test
  void aSessionWhoseClassIsGoneErasesNothing() {
    classApplied("brief", "false", "{defaults: {storage: {size: 2Gi}}}");
    world.connected("support", "{className: brief}");
    assertThat(claimSize("support")).isEqualTo("2Gi");
    world.client.resources(WhatsAppSessionClass.class).withName("brief").delete();
    world.stage.awaitSession("support", s -> reconciling(s, "ClassNotFound"));

    world.stage.delete("support");
    world.stage.awaitGone("support");

    assertThat(world.pods.logOuts).isEmpty();
    assertThat(world.kept("support")).hasSize(2);
    assertThat(world.database.erased).doesNotContain(world.stage.namespace() + "/support");
    assertThat(world.events("support", "Kept").getFirst().getNote())
        .contains("WhatsAppSessionClass brief does not exist");
  }

  @Test
  void aClassKeepsItsSessionsData() {
    classApplied("lasting", "false", "{defaults: {deletionPolicy: Keep}}");
    world.connected("support", "{className: lasting}");
    assertThat(claimSize("support")).isEqualTo("1Gi");

    world.stage.delete("support");
    world.stage.awaitGone("support");

    assertThat(world.kept("support")).hasSize(2);
    assertThat(world.database.erased).doesNotContain(world.stage.namespace() + "/support");
    assertThat(world.events("support", "Kept").getFirst().getNote())
        .endsWith(": WhatsAppSessionClass lasting says so");
  }

  @Test
  void aDefaultClassIsForNewSessionsAndStays() {
    world.stage.apply("former", "{}");
    world.stage.runPod("former");
    world.stage.awaitSession("former", phase("Starting"));
    classApplied("first", "true", "{placement: {nodeSelector: {pool: first}}}");
    awaitSeen("probe-a", "first");

    world.stage.apply("latter", "{}");
    world.stage.runPod("latter");
    assertThat(template("latter").getNodeSelector()).containsEntry("pool", "first");

    classApplied("first", "false", "{placement: {nodeSelector: {pool: first}}}");
    classApplied("second", "true", "{placement: {nodeSelector: {pool: second}}}");
    awaitSeen("probe-b", "second");
    world.stage.annotate("former", "look", "now");
    world.stage.annotate("latter", "look", "now");
    world.stage.apply("last", "{}");
    world.stage.runPod("last");

    assertThat(template("last").getNodeSelector()).containsEntry("pool", "second");
    world.stage.awaitSession("last", s -> "second".equals(s.getStatus().className()));
    world.stage.awaitSession("latter", s -> "first".equals(s.getStatus().className()));
    world.stage.awaitSession("former", s -> s.getStatus().className() == null);
    assertThat(template("latter").getNodeSelector()).containsEntry("pool", "first");
    assertThat(template("former").getNodeSelector()).isNullOrEmpty();
  }

  /** The operator has read this class when a session of it is made. */
  private void awaitSeen(String session, String name) {
    world.stage.apply(session, "{className: " + name + "}");
    world.stage.runPod(session);
  }

  private void classApplied(String name, String isDefault, String spec) {
    String yaml =
        """
        apiVersion: kubezap.dev/v1alpha1
        kind: WhatsAppSessionClass
        metadata:
          name: %s
          annotations: {kubezap.dev/is-default-class: '%s'}
        spec: %s
        """
            .formatted(name, isDefault, spec);
    world
        .client
        .resource(
            world.client.getKubernetesSerialization().unmarshal(yaml, WhatsAppSessionClass.class))
        .fieldManager("user")
        .forceConflicts()
        .serverSideApply();
  }

  private boolean replaced(Pod before) {
    Pod now = world.stage.pod("support");
    return now != null
        && !Objects.equals(now.getMetadata().getUid(), before.getMetadata().getUid());
  }

  private PodSpec podSpec(String session) {
    return world.stage.pod(session).getSpec();
  }

  private String claimSize(String session) {
    return Objects.requireNonNull(
            world
                .client
                .persistentVolumeClaims()
                .inNamespace(world.stage.namespace())
                .withName("was-" + session)
                .require()
                .getSpec()
                .getResources()
                .getRequests()
                .get("storage"))
        .toString();
  }

  private PodSpec template(String session) {
    return world
        .client
        .apps()
        .statefulSets()
        .inNamespace(world.stage.namespace())
        .withName("was-" + session)
        .require()
        .getSpec()
        .getTemplate()
        .getSpec();
  }

  private static boolean stalled(WhatsAppSession session, String reason) {
    return session.getStatus() != null
        && condition(session, "Stalled").map(Condition::reason).filter(reason::equals).isPresent();
  }

  private static boolean reconciling(WhatsAppSession session, String reason) {
    return session.getStatus() != null
        && condition(session, "Reconciling")
            .map(Condition::reason)
            .filter(reason::equals)
            .isPresent();
  }
}
