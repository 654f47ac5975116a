package dev.kubezap.operator.reconcile;

import static dev.kubezap.operator.reconcile.Stage.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many sessions whose databases let the operator wait. */
@LoopTest
class SlowTenantsTest {

  private static final int MANY = 200;

  private final OperatorWorld world;

  SlowTenantsTest(OperatorWorld world) {
    this.world = world;
  }

  @AfterEach
  void letGo() {
    world.database.goOn.countDown();
    for (int i = 0; i < MANY; i++) {
      world.stage.delete("slow-" + i);
    }
  }

  @Test
  void delayNobodyElse() {
    Duration alone = timeToStart("alone");
    for (int i = 0; i < MANY; i++) {
      String url = "jdbc:postgresql://hangs-" + i + "/" + world.stage.namespace();
      world.stage.secret("db-" + i, Map.of("url", url, "user", "u", "password", "p"));
      world.stage.apply("slow-" + i, "{database: {secretRef: {name: db-" + i + "}}}");
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> world.database.hanging.get() >= MANY);

    Duration among = timeToStart("among");

    assertThat(among.minus(alone)).isLessThan(Duration.ofSeconds(1));
    world.stage.awaitSession(
        "slow-0",
        session ->
            session.getStatus() != null
                && condition(session, "Ready")
                    .filter(ready -> "DatabaseUnavailable".equals(ready.reason()))
                    .isPresent());
    System.out.println("slow tenants: " + alone + " alone, " + among + " among " + MANY);
  }

  private Duration timeToStart(String name) {
    long begun = System.nanoTime();
    world.stage.apply(name, "{}");
    var sets = world.client.apps().statefulSets().inNamespace(world.stage.namespace());
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(60))
        .until(() -> sets.withName("was-" + name).get(), Objects::nonNull);
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
