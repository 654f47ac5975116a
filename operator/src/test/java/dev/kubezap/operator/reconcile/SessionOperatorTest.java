package dev.kubezap.operator.reconcile;

import static dev.kubezap.operator.reconcile.Stage.condition;
import static dev.kubezap.operator.reconcile.Stage.phase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.SinkAddress;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.desired.ConfigFolder;
import dev.kubezap.operator.pod.PodApi;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** How a session comes into being and is kept. */
@LoopTest
class SessionOperatorTest {

  private final OperatorWorld world;

  SessionOperatorTest(OperatorWorld world) {
    this.world = world;
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
    assertThat(session.getStatus().address())
        .isEqualTo(
            new SinkAddress(
                "http://was-support." + world.stage.namespace() + ".svc:8080/api/v1/cloudevents",
                "kubezap"));
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
  void serviceAccountsComeToThePodAndGoAgain() {
    world.connected("support", "{api: {serviceAccounts: [{name: orders, scopes: [read, send]}]}}");
    assertThat(configuration())
        .containsEntry(
            "service-accounts.json",
            ConfigFolder.base64(
                "[{\"namespace\":\"%s\",\"name\":\"orders\",\"scopes\":[\"read\",\"send\"]}]"
                    .formatted(world.stage.namespace())));

    world.stage.apply("support", "{}");

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(configuration())
                    .doesNotContainKey("service-accounts.json")
                    .containsKeys("api-key", "data-key", "database-password", "webhooks.json"));
  }

  private Map<String, String> configuration() {
    return world
        .client
        .secrets()
        .inNamespace(world.stage.namespace())
        .withName("was-support")
        .get()
        .getData();
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

  /** The pod's own report makes another version of the resource before ours is in the cache. */
  @Test
  void annotationAsksOnceWhileThePodReports() throws Exception {
    Pod pod = world.connected("support", "{}");
    var reporting = new AtomicBoolean(true);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reports =
          threads.submit(
              () -> {
                for (long i = 2; reporting.get(); i++) {
                  world.stage.reportEpoch("support", pod, i);
                }
                return "";
              });
      for (int i = 1; i <= 20; i++) {
        String value = "request-" + i;
        world.stage.annotate("support", "kubezap.dev/log-out", value);
        world.stage.awaitSession(
            "support", s -> value.equals(s.getStatus().commands().get("log-out")));
        assertThat(world.pods.logOuts).hasSize(i);
      }
      reporting.set(false);
      reports.get();
    }
    assertThat(world.pods.logOuts).hasSize(20);
  }

  @Test
  void whatHappensAgainIsCountedInOneEvent() {
    world.connected("support", "{}");
    world.pods.answer = new PodApi.Answer.Failed("not now");
    world.stage.annotate("support", "kubezap.dev/log-out", "1");

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(world.events("support", "CommandFailed"))
                    .as("told %s times", world.pods.logOuts.size())
                    .singleElement()
                    .satisfies(
                        event ->
                            assertThat(event.getSeries())
                                .isNotNull()
                                .satisfies(
                                    series -> assertThat(series.getCount()).isGreaterThan(1))));
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
    world.connected("support");
  }
}
