package dev.kubezap.operator.reconcile;

import static dev.kubezap.operator.reconcile.Stage.condition;
import static dev.kubezap.operator.reconcile.Stage.phase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.controlplane.ControlPlane;
import dev.kubezap.crd.controlplane.ControlPlaneExtension;
import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The whole operator on a real API server with real controllers; the test plays kubelet and session
 * pod.
 */
@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionOperatorTest {

  private final OperatorWorld world;

  SessionOperatorTest(ControlPlane plane) {
    world = new OperatorWorld(plane);
  }

  @BeforeAll
  void start() {
    world.start();
  }

  @AfterAll
  void stop() {
    world.close();
  }

  @BeforeEach
  void newStage() {
    world.newStage();
  }

  @Test
  void resourceBecomesReadyAndTheStatusHasTwoOwners() {
    Pod pod = world.connected("support", "{}");

    WhatsAppSession session = world.stage.awaitSession("support", phase("Connected"));

    assertThat(condition(session, "Ready")).get().extracting(Condition::status).isEqualTo("True");
    assertThat(condition(session, "Reconciling")).isEmpty();
    assertThat(condition(session, "Stalled")).isEmpty();
    assertThat(condition(session, "Connected"))
        .get()
        .extracting(Condition::reason)
        .isEqualTo("Connected");
    assertThat(session.getStatus().observedGeneration())
        .isEqualTo(session.getMetadata().getGeneration());
    assertThat(session.getStatus().endpoint())
        .isEqualTo("http://was-support." + world.stage.namespace() + ".svc:8080");
    assertThat(session.getStatus().podName()).isEqualTo(pod.getMetadata().getName());
    assertThat(session.getStatus().restarts()).isEqualTo(2);
    assertThat(session.getMetadata().getManagedFields())
        .filteredOn(fields -> "status".equals(fields.getSubresource()))
        .extracting("manager")
        .containsExactlyInAnyOrder("kubezap-operator", "kubezap-session");
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(world.eventReasons("support"))
                    .contains("Pending", "Starting", "Connected"));
  }

  @Test
  void callersFindTheApiKeyInASecretOfItsOwn() {
    world.connected("support", "{}");
    var own =
        world.client.secrets().inNamespace(world.stage.namespace()).withName("was-support").get();
    var forCallers =
        world
            .client
            .secrets()
            .inNamespace(world.stage.namespace())
            .withName("was-support.api-key")
            .get();

    assertThat(forCallers.getData())
        .containsOnlyKeys("api-key")
        .containsEntry("api-key", own.getData().get("api-key"));
    assertThat(own.getData())
        .containsOnlyKeys("api-key", "data-key", "database-password", "webhooks.json");
  }

  @Test
  void anotherPodsReportCountsAsDisconnected() {
    world.connected("support", "{}");
    world.client.pods().inNamespace(world.stage.namespace()).withName("was-support-0").delete();
    world.stage.awaitSession("support", phase("Pending"));
    world.stage.runPod("support");

    WhatsAppSession session = world.stage.awaitSession("support", phase("Starting"));

    assertThat(condition(session, "Ready")).get().extracting(Condition::status).isEqualTo("False");
  }

  @Test
  void looksAgainWithoutWritingAnything() {
    String rest =
        "resources: {requests: {cpu: 0.05}, limits: {cpu: 1000m, memory: 1024Mi}}, storage: {size: 1024Mi}";
    world.connected("support", "{" + rest + "}");
    Map<String, String> before = world.versions("support");

    world.stage.apply("support", "{deletionPolicy: Keep, " + rest + "}");
    Long generation = world.stage.session("support").orElseThrow().getMetadata().getGeneration();
    world.stage.awaitSession(
        "support", session -> Objects.equals(session.getStatus().observedGeneration(), generation));

    assertThat(world.versions("support")).isEqualTo(before);
  }

  @Test
  void suspendStopsThePodAndKeepsEverything() {
    world.connected("support", "{}");
    world.stage.apply("support", "{suspend: true}");

    WhatsAppSession session =
        world.stage.awaitSession(
            "support", s -> phase("Suspended").test(s) && condition(s, "Reconciling").isEmpty());

    assertThat(condition(session, "Ready")).isEmpty();
    assertThat(condition(session, "Stalled")).isEmpty();
    assertThat(world.client.pods().inNamespace(world.stage.namespace()).list().getItems())
        .isEmpty();
    assertThat(world.kept("support")).hasSize(2);
    world.stage.apply("support", "{suspend: false}");
    world.stage.runPod("support");
    world.stage.awaitSession("support", phase("Starting"));
  }

  @Test
  void waitsForASecretAndGoesOnWhenItIsThere() {
    world.stage.apply(
        "support",
        "{webhooks: [{url: 'https://a.example/', signingKeySecretRef: {name: hook, key: signing}}]}");
    WhatsAppSession waiting = world.stage.awaitSession("support", phase("Pending"));
    assertThat(condition(waiting, "Reconciling"))
        .get()
        .extracting(Condition::reason)
        .isEqualTo("SecretMissing");
    assertThat(condition(waiting, "Ready").orElseThrow().message())
        .isEqualTo("Secret hook does not exist: create it with the key signing");
    assertThat(condition(waiting, "Stalled")).isEmpty();

    world
        .client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(world.stage.namespace())
                .withName("hook")
                .endMetadata()
                .withStringData(Map.of("signing", "whsec_MDEyMzQ1Njc4OWFiY2RlZg=="))
                .build())
        .create();

    world.stage.runPod("support");
    world.stage.awaitSession("support", phase("Starting"));
  }

  @Test
  void databaseThatCannotBePreparedHoldsBackThePod() {
    world
        .client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(world.stage.namespace())
                .withName("postgres")
                .endMetadata()
                .withStringData(
                    Map.of(
                        "url",
                        "jdbc:postgresql://" + world.stage.namespace() + "/own",
                        "user",
                        "u",
                        "password",
                        "p"))
                .build())
        .create();
    world.database.away = true;
    world.stage.apply("support", "{database: {secretRef: {name: postgres}}}");
    WhatsAppSession waiting = world.stage.awaitSession("support", phase("Pending"));
    assertThat(condition(waiting, "Ready"))
        .get()
        .extracting(Condition::reason)
        .isEqualTo("DatabaseUnavailable");
    assertThat(
            world
                .client
                .apps()
                .statefulSets()
                .inNamespace(world.stage.namespace())
                .list()
                .getItems())
        .isEmpty();

    world.database.away = false;

    world.stage.runPod("support");
    world.stage.awaitSession("support", phase("Starting"));
    assertThat(world.database.migrated)
        .anyMatch(login -> login.url().endsWith(world.stage.namespace() + "/own"));
  }

  @Test
  void objectOfSomebodyElseIsNotTakenOver() {
    var foreign =
        world
            .client
            .resource(
                new ServiceBuilder()
                    .withNewMetadata()
                    .withNamespace(world.stage.namespace())
                    .withName("was-support")
                    .endMetadata()
                    .withNewSpec()
                    .addNewPort()
                    .withPort(80)
                    .endPort()
                    .endSpec()
                    .build())
            .create();
    world.stage.apply("support", "{}");

    WhatsAppSession session = world.stage.awaitSession("support", phase("Failed"));

    assertThat(condition(session, "Stalled"))
        .get()
        .extracting(Condition::reason)
        .isEqualTo("NameTaken");
    var service =
        world.client.services().inNamespace(world.stage.namespace()).withName("was-support").get();
    assertThat(service.getMetadata().getResourceVersion())
        .isEqualTo(foreign.getMetadata().getResourceVersion());
  }

  @Test
  void lostKeysAreNotMadeAnew() {
    world.connected("support", "{}");
    world.client.secrets().inNamespace(world.stage.namespace()).withName("was-support").delete();

    WhatsAppSession session =
        world.stage.awaitSession("support", s -> condition(s, "Stalled").isPresent());

    assertThat(condition(session, "Stalled"))
        .get()
        .extracting(Condition::reason)
        .isEqualTo("KeysLost");
    assertThat(
            world
                .client
                .secrets()
                .inNamespace(world.stage.namespace())
                .withName("was-support")
                .get())
        .isNull();
  }

  @Test
  void whatSomebodyChangesIsChangedBack() {
    world.connected("support", "{}");
    world
        .client
        .services()
        .inNamespace(world.stage.namespace())
        .withName("was-support")
        .edit(
            service -> {
              service.getSpec().setSelector(new TreeMap<>(Map.of("app", "other")));
              return service;
            });

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(
                        world
                            .client
                            .services()
                            .inNamespace(world.stage.namespace())
                            .withName("was-support")
                            .get()
                            .getSpec()
                            .getSelector())
                    .containsEntry("kubezap.dev/session", "support"));
  }

  @Test
  void annotationAsksOnce() {
    world.connected("support", "{}");
    world.stage.annotate("support", "kubezap.dev/re-pair", "1");

    world.stage.awaitSession(
        "support", s -> s.getStatus().commands().equals(Map.of("re-pair", "1")));
    world.stage.annotate("support", "example.com/look", "again");
    world.stage.annotate("support", "kubezap.dev/reconnect", "2");
    world.stage.awaitSession("support", s -> "2".equals(s.getStatus().commands().get("reconnect")));

    assertThat(world.pods.logOuts).hasSize(1);
    assertThat(world.pods.reconnects).hasSize(2);
  }

  @Test
  void annotationRestartsThePod() {
    Pod first = world.connected("support", "{}");
    world.stage.annotate("support", "kubezap.dev/restart", "now");

    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> world.client.resource(first).get(),
            pod -> pod != null && !pod.getMetadata().getUid().equals(first.getMetadata().getUid()));
  }

  @Test
  void whatNobodyForesawIsToldAndTriedAgain() {
    world
        .client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(world.stage.namespace())
                .withName("postgres")
                .endMetadata()
                .withStringData(
                    Map.of(
                        "url",
                        "jdbc:postgresql://" + world.stage.namespace() + "/own",
                        "user",
                        "u",
                        "password",
                        "p"))
                .build())
        .create();
    world.database.broken = true;
    world.stage.apply("support", "{database: {secretRef: {name: postgres}}}");
    WhatsAppSession failed = world.stage.awaitSession("support", phase("Pending"));
    assertThat(condition(failed, "Ready").orElseThrow().message())
        .isEqualTo("it is tried again after an error: nobody foresaw this");

    world.database.broken = false;

    world.stage.runPod("support");
    world.stage.awaitSession("support", phase("Starting"));
  }
}
