package dev.kubezap.operator.reconcile;

import static dev.kubezap.operator.reconcile.Stage.condition;
import static dev.kubezap.operator.reconcile.Stage.phase;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What keeps a session from coming into being, and how that is told. */
@LoopTest
class SessionObstaclesTest {

  private final OperatorWorld world;

  SessionObstaclesTest(OperatorWorld world) {
    this.world = world;
  }

  @Test
  void waitsForASecretAndGoesOnWhenItIsThere() {
    world.stage.apply(
        "support",
        "{webhooks: [{url: 'https://a.example/', signingKeySecretRef: {name: hook, key: signing}}]}");
    WhatsAppSession waiting = world.stage.awaitSession("support", phase("Pending"));
    assertThat(reason(waiting, "Reconciling")).isEqualTo("SecretMissing");
    assertThat(condition(waiting, "Ready").orElseThrow().message())
        .isEqualTo("Secret hook does not exist: create it with the key signing");
    assertThat(condition(waiting, "Stalled")).isEmpty();

    world.stage.secret("hook", Map.of("signing", "whsec_MDEyMzQ1Njc4OWFiY2RlZg=="));

    world.stage.runPod("support");
    world.stage.awaitSession("support", phase("Starting"));
  }

  @Test
  void databaseThatCannotBePreparedHoldsBackThePod() {
    world.database.away = true;
    applyWithOwnDatabase();
    WhatsAppSession waiting = world.stage.awaitSession("support", phase("Pending"));
    assertThat(reason(waiting, "Ready")).isEqualTo("DatabaseUnavailable");
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

    assertThat(reason(session, "Stalled")).isEqualTo("NameTaken");
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

    assertThat(reason(session, "Stalled")).isEqualTo("KeysLost");
    assertThat(
            world
                .client
                .secrets()
                .inNamespace(world.stage.namespace())
                .withName("was-support")
                .get())
        .isNull();
  }

  /** Somebody deleted the Secret and the claim, or moved the database to another cluster. */
  @Test
  void newKeysAreNotMadeOverOldRows() {
    world.database.stored.add(world.stage.namespace() + "/support");
    world.stage.apply("support", "{}");

    WhatsAppSession session = world.stage.awaitSession("support", phase("Failed"));

    assertThat(reason(session, "Stalled")).isEqualTo("KeysLost");
    assertThat(condition(session, "Stalled").orElseThrow().message())
        .contains("restore it from a backup", "spec.deletionPolicy LogOut");
    assertThat(
            world
                .client
                .secrets()
                .inNamespace(world.stage.namespace())
                .withName("was-support")
                .get())
        .isNull();

    world.stage.delete("support");
    world.stage.awaitGone("support");
    world.stage.apply("support", "{}");
    world.stage.runPod("support");
    world.stage.awaitSession("support", phase("Starting"));
  }

  @Test
  void whatNobodyForesawIsToldAndTriedAgain() {
    world.database.broken = true;
    applyWithOwnDatabase();
    WhatsAppSession failed = world.stage.awaitSession("support", phase("Pending"));
    assertThat(condition(failed, "Ready").orElseThrow().message())
        .isEqualTo("it is tried again after an error: nobody foresaw this");

    world.database.broken = false;

    world.stage.runPod("support");
    world.stage.awaitSession("support", phase("Starting"));
  }

  /** A session whose database is the test's alone, so that what befalls it befalls no other. */
  private void applyWithOwnDatabase() {
    var url = "jdbc:postgresql://" + world.stage.namespace() + "/own";
    world.stage.secret("postgres", Map.of("url", url, "user", "u", "password", "p"));
    world.stage.apply("support", "{database: {secretRef: {name: postgres}}}");
  }

  private static @Nullable String reason(WhatsAppSession session, String type) {
    return condition(session, type).map(Condition::reason).orElse(null);
  }
}
