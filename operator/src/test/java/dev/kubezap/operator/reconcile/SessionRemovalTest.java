package dev.kubezap.operator.reconcile;

import static dev.kubezap.operator.reconcile.Stage.phase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.pod.PodApi;
import dev.kubezap.operator.status.Phase;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How sessions are removed. */
@LoopTest
class SessionRemovalTest {

  private final OperatorWorld world;

  SessionRemovalTest(OperatorWorld world) {
    this.world = world;
  }

  @Test
  void deletingLogsOutAndErases() {
    world.connected("support", "{}");
    String key = world.secretText("was-support", "api-key");
    world.stage.delete("support");

    world.stage.awaitGone("support");

    assertThat(world.pods.logOuts)
        .hasSize(1)
        .first()
        .extracting(PodApi.Access::apiKey)
        .isEqualTo(key);
    assertThat(world.database.erased).contains(world.stage.namespace() + "/support");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(world.kept("support")).isEmpty());
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(world.versions("support")).isEmpty());
  }

  @Test
  void deletingASuspendedSessionStartsItToLogOut() {
    world.connected("support", "{}");
    world.stage.apply("support", "{suspend: true}");
    world.stage.awaitSession("support", phase("Suspended"));
    await()
        .until(
            () ->
                world
                    .client
                    .pods()
                    .inNamespace(world.stage.namespace())
                    .list()
                    .getItems()
                    .isEmpty());
    world.stage.delete("support");
    world.stage.runPod("support");

    world.stage.awaitGone("support");

    assertThat(world.pods.logOuts).hasSize(1);
    assertThat(world.database.erased).contains(world.stage.namespace() + "/support");
  }

  /** Pods that are started for it come up a few at a time: eight, as this operator is told. */
  @Test
  void deletingManySuspendedSessionsDoesNotStartThemAllAtOnce() {
    await().atMost(Duration.ofSeconds(90)).until(() -> world.operator.starting() == 0);
    var names = IntStream.range(0, 14).mapToObj(number -> "many-" + number).toList();
    for (String name : names) {
      world.stage.apply(name, "{suspend: true}");
      world.stage.awaitSession(name, phase("Suspended"));
      world.stage.reportLinked(name);
    }

    names.forEach(world.stage::delete);

    var most = new AtomicInteger();
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              most.accumulateAndGet((int) world.stage.startedSets(), Math::max);
              return names.stream().allMatch(name -> world.stage.session(name).isEmpty());
            });
    assertThat(most.get()).isBetween(1, 8);
    for (String name : names) {
      assertThat(world.eventReasons(name)).as(name).contains("LogOutGivenUp");
    }
  }

  @Test
  void deletingGoesOnWhenThePodCannotLogOut() {
    world.connected("support", "{}");
    world.pods.answer = new PodApi.Answer.Failed("away");
    world.stage.delete("support");

    world.stage.awaitGone("support");

    assertThat(world.pods.logOuts.size()).isBetween(2, 6);
    assertThat(world.eventReasons("support")).contains("LogOutGivenUp");
    assertThat(world.database.erased).contains(world.stage.namespace() + "/support");
  }

  @Test
  void policyKeepKeepsVolumeKeysAndRows() {
    world.connected("support", "{deletionPolicy: Keep}");
    String key = world.secretText("was-support", "data-key");
    world.stage.delete("support");
    world.stage.awaitGone("support");

    assertThat(world.pods.logOuts).isEmpty();
    assertThat(world.database.erased).doesNotContain(world.stage.namespace() + "/support");
    assertThat(world.kept("support")).hasSize(2);

    world.connected("support", "{}");
    assertThat(world.secretText("was-support", "data-key")).isEqualTo(key);
  }

  @Test
  void retainedVolumeStaysWithItsKeysAndNothingElse() {
    world.connected("support", "{storage: {retention: Retain}}");
    world.stage.delete("support");

    world.stage.awaitGone("support");

    assertThat(world.pods.logOuts).hasSize(1);
    assertThat(world.database.erased).contains(world.stage.namespace() + "/support");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(world.versions("support"))
                    .containsOnlyKeys("PersistentVolumeClaim was-support", "Secret was-support"));
    assertThat(world.eventReasons("support")).contains("VolumeKept").doesNotContain("Erased");
    // A session of the same name takes both up again.
    world.connected("support", "{}");
  }

  @Test
  void erasingWaitsForTheDatabase() {
    world.connected("support", "{}");
    world.database.away = true;
    world.stage.delete("support");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> world.eventReasons("support").contains("EraseFailed"));
    assertThat(world.stage.session("support")).isPresent();

    world.database.away = false;

    world.stage.awaitGone("support");
    assertThat(world.database.erased).contains(world.stage.namespace() + "/support");
  }

  /** Argo CD's default: the garbage collector deletes at once whatever the resource owns. */
  @Test
  void foregroundDeletionLeavesThePodUntilItHasLoggedOut() {
    world.connected("support", "{}");
    world.pods.device = new PodApi.Device.Linked(false);
    world
        .client
        .resources(WhatsAppSession.class)
        .inNamespace(world.stage.namespace())
        .withName("support")
        .withPropagationPolicy(DeletionPropagation.FOREGROUND)
        .delete();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !world.versions("support").containsKey("Role was-support"));
    assertThat(world.versions("support"))
        .containsKeys("StatefulSet was-support", "Pod was-support-0", "Service was-support");
    world.pods.device = new PodApi.Device.Linked(true);

    world.stage.awaitGone("support");

    assertThat(world.pods.logOuts).hasSize(1);
    assertThat(world.eventReasons("support"))
        .contains("LogOut", "Erased")
        .doesNotContain("LogOutGivenUp");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(world.versions("support")).isEmpty());
  }

  @Test
  void aPodThatSomebodyElseEndedIsSaid() {
    world.connected("support", "{}");
    world.pods.device = new PodApi.Device.Linked(false);
    world.stage.delete("support");
    world
        .client
        .apps()
        .statefulSets()
        .inNamespace(world.stage.namespace())
        .withName("was-support")
        .delete();

    world.stage.awaitGone("support");

    assertThat(world.pods.logOuts).isEmpty();
    assertThat(world.eventReasons("support")).contains("LogOutGivenUp", "Erased");
  }

  /** Somebody took the finalizer away; what is needed to begin anew stays. */
  @Test
  void podOfAResourceThatVanishedIsEnded() {
    world.connected("support", "{}");
    long connected = world.operator.count(Phase.CONNECTED);
    world.stage.vanish("support");

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(world.versions("support"))
                    .containsOnlyKeys("PersistentVolumeClaim was-support", "Secret was-support"));
    assertThat(world.database.erased).doesNotContain(world.stage.namespace() + "/support");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(world.operator.count(Phase.CONNECTED))
                    .as("it is not counted any more")
                    .isEqualTo(connected - 1));
  }

  @Test
  void rowsAreErasedThoughTheSecretOfTheirDatabaseIsDeletedWithTheSession() {
    Map<String, String> login =
        Map.of("url", "jdbc:postgresql://own:5432/own", "user", "own", "password", "secret");
    world.stage.secret("own", login);
    world.connected("support", "{database: {secretRef: {name: own}}}");
    world.client.secrets().inNamespace(world.stage.namespace()).withName("own").delete();
    world.stage.delete("support");

    world.stage.awaitGone("support");

    assertThat(world.database.erased).contains(world.stage.namespace() + "/support");
    assertThat(world.eventReasons("support")).doesNotContain("RowsKept");
  }

  @Test
  void deviceIsNotForgottenBeforeWhatsAppCanBeTold() {
    world.connected("support", "{}");
    world.pods.device = new PodApi.Device.Linked(false);
    world.stage.delete("support");
    world.stage.awaitSession(
        "support", phase("Connected").and(s -> s.getMetadata().getDeletionTimestamp() != null));
    assertThat(world.pods.logOuts).isEmpty();

    world.pods.device = new PodApi.Device.Linked(true);

    world.stage.awaitGone("support");
    assertThat(world.pods.logOuts).hasSize(1);
  }

  @Test
  void deviceThatIsNotLinkedNeedsNoLogOut() {
    world.connected("support", "{}");
    world.pods.device = new PodApi.Device.Unlinked();
    world.stage.delete("support");

    world.stage.awaitGone("support");

    assertThat(world.pods.logOuts).isEmpty();
    assertThat(world.eventReasons("support")).contains("Erased").doesNotContain("LogOutGivenUp");
  }

  @Test
  void namespaceCanGoWithItsSessions() {
    world.connected("support", "{}");
    String namespace = world.stage.namespace();
    world.client.namespaces().withName(namespace).delete();

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> world.client.namespaces().withName(namespace).get() == null);
    assertThat(world.database.erased).contains(namespace + "/support");
  }
}
