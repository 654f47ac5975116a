package dev.kubezap.operator.reconcile;

import static dev.kubezap.operator.reconcile.Stage.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.v1alpha1.Condition;
import dev.kubezap.crd.v1alpha1.SessionReport;
import dev.kubezap.operator.observed.LinkOffer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The QR code of a session whose status must not show it. */
@LoopTest
class PairingPublicationTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final OperatorWorld world;

  PairingPublicationTest(OperatorWorld world) {
    this.world = world;
  }

  @Test
  void secretFollowsThePodAndGoesWhenTheDeviceIsLinked() {
    world.stage.apply("support", "{pairing: {publish: Secret}}");
    Pod pod = world.stage.runPod("support");
    assertThat(pod.getSpec().getContainers().getFirst().getEnv())
        .anyMatch(variable -> variable.getName().equals("KUBEZAP_PAIRING_PUBLISH"));

    // The pod does not answer at first; it is asked again.
    awaiting(pod, "2026-11-21T09:30:20Z");
    world.stage.awaitSession(
        "support",
        session ->
            condition(session, "Ready")
                .map(Condition::message)
                .filter(text -> text.contains("Secret was-support.pairing"))
                .isPresent());
    assertThat(secret()).isNull();
    offer("2@first", "2026-11-21T09:30:20.4Z");
    awaitQr("2@first");

    offer("2@second", "2026-11-21T09:30:40.4Z");
    awaiting(pod, "2026-11-21T09:30:40Z");
    awaitQr("2@second");

    world.stage.report("support", Stage.report(pod, "Connected", "4915112345678:7@s.whatsapp.net"));
    await().atMost(PATIENCE).until(() -> secret() == null);
  }

  private void offer(String qr, String until) {
    world.pods.offer =
        Optional.of(new LinkOffer(Optional.of(qr), Optional.empty(), Instant.parse(until)));
  }

  private void awaiting(Pod pod, String until) {
    world.stage.report(
        "support",
        new SessionReport(
            "AwaitingPairing",
            null,
            pod.getMetadata().getUid(),
            1L,
            null,
            null,
            null,
            null,
            new SessionReport.Qr(null, until),
            null,
            null,
            null,
            null,
            null,
            null));
  }

  private void awaitQr(String text) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                secret() != null
                    && Objects.equals(world.secretText("was-support.pairing", "qr"), text));
  }

  private Secret secret() {
    return world
        .client
        .secrets()
        .inNamespace(world.stage.namespace())
        .withName("was-support.pairing")
        .get();
  }
}
