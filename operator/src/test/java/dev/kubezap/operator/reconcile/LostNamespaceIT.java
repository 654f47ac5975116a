package dev.kubezap.operator.reconcile;

import static dev.kubezap.operator.reconcile.Stage.phase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.controlplane.ControlPlane;
import dev.kubezap.crd.controlplane.ControlPlaneExtension;
import dev.kubezap.operator.StartCheck;
import dev.kubezap.operator.event.KubernetesEvents;
import dev.kubezap.operator.settings.OperatorSettings;
import dev.kubezap.operator.settings.SettingsReader;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An operator that has its rights by a RoleBinding in each of its namespaces, and loses one. Where
 * no other one runs that would do its work.
 */
@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
class LostNamespaceIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final ControlPlane plane;
  private final KubernetesClient client;
  private final KubernetesClient account;
  private final FakeDatabase database = new FakeDatabase();

  LostNamespaceIT(ControlPlane plane) {
    this.plane = plane;
    client = plane.client();
    account = OperatorAccount.namespacedClient(plane, client);
  }

  @AfterEach
  void close() {
    account.close();
    client.close();
  }

  @Test
  void aNamespaceGoesComesBackAndHoldsUpNoOther() {
    var shop = stage("lost-shop");
    var bank = stage("lost-bank");
    try (var operator = operator("lost-shop,lost-bank")) {
      operator.start();
      for (Stage stage : new Stage[] {shop, bank}) {
        stage.apply("support", "{}");
        stage.awaitSession("support", phase("Pending"));
      }
      shop.apply("kept", "{deletionPolicy: Keep}");
      shop.awaitSession("kept", phase("Pending"));

      client.namespaces().withName("lost-shop").delete();

      await().atMost(PATIENCE).until(() -> gone("lost-shop"));
      assertThat(database.erased).contains("lost-shop/support").doesNotContain("lost-shop/kept");
      goesOn(operator, bank, "second");

      var again = stage("lost-shop");
      again.apply("support", "{}");
      again.awaitSession("support", phase("Pending"));
      again.runPod("support");
      again.awaitSession("support", phase("Starting"));
      goesOn(operator, bank, "third");
    }
  }

  /** Its finalizers are all that is left, and the operator that begins knows nothing of it. */
  @Test
  void anOperatorThatBeginsMeanwhileLetsItGoToo() {
    var shop = stage("lost-late");
    try (var before = operator("lost-late")) {
      before.start();
      shop.apply("support", "{}");
      shop.awaitSession("support", phase("Pending"));
    }
    client.namespaces().withName("lost-late").delete();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                client.rbac().roleBindings().inNamespace("lost-late").list().getItems().isEmpty());
    assertThat(StartCheck.obstacle(account, settings("lost-late").watchNamespaces())).isEmpty();
    try (var operator = operator("lost-late")) {
      operator.start();

      await().atMost(PATIENCE).until(() -> gone("lost-late"));

      assertThat(database.erased).contains("lost-late/support");
      assertThat(operator.watching()).isTrue();
      assertThat(operator.obstacle()).isEmpty();
      var again = stage("lost-late");
      again.apply("support", "{}");
      again.awaitSession("support", phase("Pending"));
    }
  }

  /** Rights that nobody bound are told before anything is tried. */
  @Test
  void aNamespaceThatStaysWithoutRightsIsAnObstacle() {
    var _ = new Stage(plane, client, "lost-none");
    assertThat(StartCheck.obstacle(account, settings("lost-none").watchNamespaces()))
        .get()
        .asString()
        .contains("rights.yaml");
    stage("lost-some");
    assertThat(StartCheck.obstacle(account, settings("lost-none,lost-some").watchNamespaces()))
        .isEmpty();
  }

  private static void goesOn(SessionOperator operator, Stage stage, String session) {
    stage.apply(session, "{}");
    stage.awaitSession(session, phase("Pending"));
    await().atMost(PATIENCE).until(operator::watching);
    assertThat(operator.obstacle()).isEmpty();
  }

  private Stage stage(String namespace) {
    var stage = new Stage(plane, client, namespace);
    OperatorAccount.permitIn(client, namespace);
    return stage;
  }

  private boolean gone(String namespace) {
    return client.namespaces().withName(namespace).get() == null;
  }

  private SessionOperator operator(String namespaces) {
    return new SessionOperator(
        account,
        settings(namespaces),
        database,
        new FakePods(),
        new KubernetesEvents(account, Clock.systemUTC(), "test"),
        Metrics.NOOP,
        Clock.systemUTC(),
        () -> {
          throw new IllegalStateException("there is no lease to be lost");
        });
  }

  private static OperatorSettings settings(String namespaces) {
    Map<String, String> environment =
        Map.of(
            "KUBEZAP_DATABASE_URL", "jdbc:postgresql://postgres:5432/kubezap",
            "KUBEZAP_DATABASE_USER", "kubezap",
            "KUBEZAP_DATABASE_PASSWORD", "secret",
            "KUBEZAP_WATCH_NAMESPACES", namespaces,
            "KUBEZAP_LOG_OUT_PATIENCE_SECONDS", "4");
    return SettingsReader.read(name -> Optional.ofNullable(environment.get(name)), "9.9.9");
  }
}
