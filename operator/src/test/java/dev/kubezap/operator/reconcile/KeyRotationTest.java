package dev.kubezap.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Keys are replaced in steps, on request, and the database's role follows. */
@LoopTest
class KeyRotationTest {
  private final OperatorWorld world;

  KeyRotationTest(OperatorWorld world) {
    this.world = world;
  }

  @Test
  void thePasswordChangesOnceEverybodyKnowsIt() {
    world.connected("support", "{}");
    String session = world.stage.namespace() + "/support";
    String first = world.secretText("was-support", "database-password");
    assertThat(world.database.passwords).containsEntry(session, first);
    String pod = podUid();

    world.stage.annotate("support", "kubezap.dev/rotate-database-password", "monday");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !world.secretText("was-support", "database-password").equals(first));
    String second = world.secretText("was-support", "database-password");
    assertThat(world.secretText("was-support", "database-password-old")).isEqualTo(first);
    assertThat(world.database.passwords).containsEntry(session, first);

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> second.equals(world.database.passwords.get(session)));
    await().atMost(Duration.ofSeconds(30)).until(() -> !keys().contains("database-password-old"));
    assertThat(world.secretText("was-support", "database-password")).isEqualTo(second);
    assertThat(podUid()).as("the pod goes on").isEqualTo(pod);
  }

  @Test
  void callersGetTheNewApiKeyOnceThePodKnowsIt() {
    world.connected("support", "{}");
    String first = world.secretText("was-support", "api-key");

    world.stage.annotate("support", "kubezap.dev/rotate-api-key", "monday");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !world.secretText("was-support", "api-key").equals(first));
    assertThat(world.secretText("was-support", "api-key-old")).isEqualTo(first);
    assertThat(world.secretText("was-support.api-key", "api-key")).isEqualTo(first);

    String second = world.secretText("was-support", "api-key");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> world.secretText("was-support.api-key", "api-key").equals(second));
    await().atMost(Duration.ofSeconds(30)).until(() -> !keys().contains("api-key-old"));
  }

  @Test
  void aPasswordThatWasDeletedIsMadeAnew() {
    world.connected("support", "{}");
    String first = world.secretText("was-support", "database-password");
    world
        .client
        .secrets()
        .inNamespace(world.stage.namespace())
        .withName("was-support")
        .edit(
            secret -> {
              secret.getData().remove("database-password");
              return secret;
            });

    await().atMost(Duration.ofSeconds(30)).until(() -> keys().contains("database-password"));
    String second = world.secretText("was-support", "database-password");
    assertThat(second).isNotEqualTo(first);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                second.equals(world.database.passwords.get(world.stage.namespace() + "/support")));
  }

  private List<String> keys() {
    return List.copyOf(
        Objects.requireNonNull(
                world
                    .client
                    .secrets()
                    .inNamespace(world.stage.namespace())
                    .withName("was-support")
                    .get())
            .getData()
            .keySet());
  }

  private String podUid() {
    return Objects.requireNonNull(
            world
                .client
                .pods()
                .inNamespace(world.stage.namespace())
                .withName("was-support-0")
                .get())
        .getMetadata()
        .getUid();
  }
}
