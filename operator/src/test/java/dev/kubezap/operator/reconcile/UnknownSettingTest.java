package dev.kubezap.operator.reconcile;

import static dev.kubezap.operator.reconcile.Stage.condition;
import static dev.kubezap.operator.reconcile.Stage.phase;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.Condition;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A resource that a newer version of the API allowed, such as after a rollback of the operator. */
@LoopTest
class UnknownSettingTest {

  private static final String ENUM =
      "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/%s/enum/-";

  private final OperatorWorld world;

  UnknownSettingTest(OperatorWorld world) {
    this.world = world;
  }

  /** The API server learns of choices that the operator does not know. */
  @BeforeEach
  void newerApi() {
    allow("logLevel", "Trace");
    allow("deletionPolicy", "Archive");
  }

  @AfterEach
  void olderApi() {
    forbid("logLevel");
    forbid("deletionPolicy");
  }

  @Test
  void stallsThatSessionAndOthersGoOn() {
    world.stage.applyRaw("newer", "{logLevel: Trace}");

    var stalled =
        world.stage.awaitSession(
            "newer",
            session -> session.getStatus() != null && condition(session, "Stalled").isPresent());
    assertThat(condition(stalled, "Stalled"))
        .get()
        .extracting(Condition::reason, Condition::message)
        .containsExactly(
            "SettingUnknown",
            "spec.logLevel is Trace: this operator does not know that: use one of a version that"
                + " does, or change it");
    world.connected("older", "{}");
    assertThat(world.operator.watching()).isTrue();

    world.stage.applyRaw("newer", "{logLevel: Debug}");
    world.stage.runPod("newer");
    world.stage.awaitSession("newer", phase("Starting"));
  }

  @Test
  void anUnknownDeletionPolicyErasesNothing() {
    world.connected("support", "{}");
    world.stage.applyRaw("support", "{deletionPolicy: Archive}");
    world.stage.awaitSession(
        "support",
        session -> session.getStatus() != null && condition(session, "Stalled").isPresent());

    world.stage.delete("support");
    world.stage.awaitGone("support");

    assertThat(world.pods.logOuts).isEmpty();
    assertThat(world.kept("support")).hasSize(2);
    assertThat(world.database.erased).doesNotContain(world.stage.namespace() + "/support");
  }

  private void allow(String setting, String value) {
    patch(
        "[{\"op\": \"add\", \"path\": \""
            + ENUM.formatted(setting)
            + "\", \"value\": \""
            + value
            + "\"}]");
  }

  private void forbid(String setting) {
    int last = setting.equals("logLevel") ? 4 : 2;
    patch(
        "[{\"op\": \"remove\", \"path\": \""
            + ENUM.formatted(setting).replace("-", "" + last)
            + "\"}]");
  }

  private void patch(String operations) {
    world
        .client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("whatsappsessions.kubezap.dev")
        .patch(PatchContext.of(PatchType.JSON), operations);
  }
}
