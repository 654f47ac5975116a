package dev.kubezap.operator.reconcile;

import static dev.kubezap.operator.reconcile.Stage.condition;
import static dev.kubezap.operator.reconcile.Stage.phase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.SessionReport;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two sessions that are linked to one phone. */
@LoopTest
class SharedNumbersTest {

  private static final Predicate<WhatsAppSession> SHARED =
      session -> condition(session, "NumberShared").isPresent();

  private final OperatorWorld world;

  SharedNumbersTest(OperatorWorld world) {
    this.world = world;
  }

  @Test
  void bothSayItUntilOneIsLinkedToIt() {
    linked("first");
    assertThat(session("first")).matches(SHARED.negate());

    linked("second");

    world.stage.awaitSession("first", SHARED);
    world.stage.awaitSession("second", SHARED);
    assertThat(message("first")).startsWith("session second is linked to the same phone number");
    assertThat(message("second")).startsWith("session first is linked to the same phone number");
    assertThat(condition(session("first"), "Ready").orElseThrow().status()).isEqualTo("True");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> world.events("first", "NumberShared").size() == 1);

    world.stage.report("second", report("second", "AwaitingPairing", null));

    world.stage.awaitSession("second", SHARED.negate());
    world.stage.awaitSession("first", SHARED.negate());
  }

  /** To a phone that no other test has. */
  private void linked(String name) {
    world.stage.apply(name, "{}");
    world.stage.runPod(name);
    world.stage.report(
        name,
        report(name, "Connected", "+4915177700001"),
        new Condition("Connected", "True", "Connected", "", "2026-11-21T00:00:00Z", null));
    world.stage.awaitSession(name, phase("Connected"));
  }

  private SessionReport report(String name, String state, @Nullable String phoneNumber) {
    return new SessionReport(
        state,
        null,
        world.stage.pod(name).getMetadata().getUid(),
        1L,
        phoneNumber,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        "2.3000.1");
  }

  private WhatsAppSession session(String name) {
    return Objects.requireNonNull(
        world
            .client
            .resources(WhatsAppSession.class)
            .inNamespace(world.stage.namespace())
            .withName(name)
            .get());
  }

  private String message(String name) {
    return condition(session(name), "NumberShared").map(Condition::message).orElseThrow();
  }
}
