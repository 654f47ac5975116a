package dev.kubezap.operator.reconcile;

import static dev.kubezap.operator.reconcile.Stage.phase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.controlplane.ControlPlane;
import dev.kubezap.crd.controlplane.ControlPlaneExtension;
import dev.kubezap.operator.event.KubernetesEvents;
import dev.kubezap.operator.settings.SettingsReader;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.impl.cache.Reflector;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What becomes of the operator when its watches are closed, hang or are forbidden, on a real API
 * server behind a proxy. The operator runs in this process, so that the time after which the client
 * renews a watch (5 to 10 minutes) can be shortened.
 */
@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
class WatchOutageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "KUBEZAP_DATABASE_URL", "jdbc:postgresql://postgres:5432/kubezap",
          "KUBEZAP_DATABASE_USER", "kubezap",
          "KUBEZAP_DATABASE_PASSWORD", "secret");
  private static final String NAMESPACE = "watch-outage-";
  private static int stages;

  private final KubernetesClient administrator;
  private final ShiftedClock clock = new ShiftedClock();
  private final TcpProxy proxy;
  private final KubernetesClient client;
  private final SessionOperator operator;
  private final Stage stage;

  WatchOutageIT(ControlPlane plane) throws IOException {

    administrator = plane.client();
    URI server = URI.create(plane.config().getMasterUrl());
    proxy = new TcpProxy(server.getPort());
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(plane.config())
                    .withMasterUrl("https://127.0.0.1:" + proxy.port())
                    .withOauthToken(OperatorAccount.token(administrator))
                    .withRequestTimeout(3_000)
                    .withRequestRetryBackoffLimit(1)
                    .build())
            .build();
    operator =
        new SessionOperator(
            client,
            SettingsReader.read(name -> Optional.ofNullable(ENVIRONMENT.get(name)), "9.9.9"),
            new FakeDatabase(),
            new FakePods(),
            new KubernetesEvents(client, Clock.systemUTC(), "test"),
            Metrics.NOOP,
            clock,
            () -> {
              throw new IllegalStateException("there is no lease to be lost");
            });
    stage = new Stage(plane, administrator, NAMESPACE + stages++);
  }

  @BeforeEach
  void start() throws ReflectiveOperationException {
    renewSilentWatchesAfter(Duration.ofSeconds(3));
    operator.start();
    stage.apply("before", "{}");
    stage.awaitSession("before", phase("Pending"));
    await().atMost(PATIENCE).until(operator::watching);
    assertThat(proxy.connections()).as("everything goes through the proxy").isPositive();
  }

  @AfterEach
  void stop() throws Exception {
    renewSilentWatchesAfter(Duration.ofMinutes(5));
    proxy.refuse(false);
    operator.close();
    client.close();
    proxy.close();
    administrator.resources(ClusterRole.class).withName("kubezap-operator").delete();
    administrator.close();
  }

  @Test
  void watchesThatAreClosedAreOpenedAgain() {
    for (int round = 0; round < 3; round++) {
      proxy.cut();
      handled("round-" + round);
    }
    assertThat(operator.obstacle()).isEmpty();
  }

  @Test
  void serverThatIsAwayIsWaitedForWithoutANewProcess() {
    proxy.refuse(true);
    proxy.cut();
    stage.apply("meanwhile", "{}");
    await().atMost(PATIENCE).until(() -> !operator.watching());
    operator.obstacle();
    clock.shift(LoopLiveness.WATCHES_PATIENCE.multipliedBy(2));
    assertThat(operator.obstacle()).as("a new process would not help").isEmpty();

    proxy.refuse(false);

    stage.awaitSession("meanwhile", phase("Pending"));
    await().atMost(PATIENCE).until(operator::watching);
    assertThat(operator.obstacle()).isEmpty();
  }

  /**
   * Nothing tells such a watch from one that has nothing to say: it is renewed now and then, and
   * two minutes later without waiting for the old one's end.
   */
  @Test
  @EnabledIfSystemProperty(named = "kubezap.full", matches = "true", disabledReason = "2 minutes")
  void watchesThatHangAreRenewed() {
    proxy.swallow();

    stage.apply("swallowed", "{}");

    await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> stage.session("swallowed").filter(phase("Pending")).isPresent());
    assertThat(operator.obstacle()).isEmpty();
  }

  @Test
  void watchThatStaysDeadWhileTheServerAnswersNeedsANewProcess() {
    var role = administrator.resources(ClusterRole.class).withName("kubezap-operator");
    role.edit(
        rights -> {
          rights.getRules().removeIf(rule -> rule.getResources().contains("statefulsets"));
          return rights;
        });
    // Those that are open go on; the rights are asked for when they are opened again.
    proxy.cut();
    await().atMost(PATIENCE).until(() -> !operator.watching());

    assertThat(operator.obstacle()).as("it may pass").isEmpty();
    clock.shift(LoopLiveness.WATCHES_PATIENCE.plusSeconds(1));
    assertThat(operator.obstacle()).contains("a watch is dead although the API server answers");
  }

  private void handled(String name) {
    stage.apply(name, "{}");
    stage.awaitSession(name, phase("Pending"));
    await().atMost(PATIENCE).until(operator::watching);
  }

  private static void renewSilentWatchesAfter(Duration shortest)
      throws ReflectiveOperationException {
    Field field = Reflector.class.getDeclaredField("MIN_TIMEOUT");
    field.setAccessible(true);
    field.setLong(null, shortest.toSeconds());
  }

  /** The system's clock, later. */
  private static final class ShiftedClock extends Clock {
    private volatile Duration shift = Duration.ZERO;

    void shift(Duration by) {
      shift = shift.plus(by);
    }

    @Override
    public Instant instant() {
      return Clock.systemUTC().instant().plus(shift);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
