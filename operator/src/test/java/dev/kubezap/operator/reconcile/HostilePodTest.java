package dev.kubezap.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.Kubezap;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whoever has a pod's token writes its status without end, each time another one. */
@LoopTest
class HostilePodTest {

  private static final int WRITERS = 2;
  private static final Duration AT_LEAST = Duration.ofSeconds(10);
  private static final PatchContext AS_POD =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(Kubezap.SESSION_FIELD_MANAGER)
          .withForce(true)
          .build();

  private final OperatorWorld world;
  private final AtomicBoolean end = new AtomicBoolean();
  private final AtomicInteger writes = new AtomicInteger();

  HostilePodTest(OperatorWorld world) {
    this.world = world;
  }

  @Test
  void delaysNobodyElseAndIsLookedAtNowAndThen() throws Exception {
    Duration alone = timeToStart("alone");
    Pod pod = world.connected("hostile", "{}");
    long before = world.looks("hostile");
    long begun = System.nanoTime();
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        KubernetesClient client = world.stage.podClient("hostile")) {
      List<Future<?>> running = List.of(begin(writers, client, pod), begin(writers, client, pod));
      await().atMost(Duration.ofMinutes(1)).until(() -> writes.get() > 200);

      Duration among = timeToStart("among");

      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> System.nanoTime() - begun > AT_LEAST.toNanos());
      end.set(true);
      for (Future<?> writer : running) {
        writer.get(1, TimeUnit.MINUTES);
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      long looks = world.looks("hostile") - before;
      System.out.printf(
          "hostile pod: %.0f writes/s, %.1f looks/s; another session starts in %s, %s without%n",
          writes.get() / seconds, looks / seconds, among, alone);
      assertThat(writes.get() / seconds).as("writes a second").isGreaterThan(25);
      assertThat(looks / seconds).as("looks a second").isLessThan(12);
      assertThat(among.minus(alone)).isLessThan(Duration.ofSeconds(1));
    }
    // And its last word counts in the end.
    world.stage.report("hostile", Stage.report(pod, "Reconnecting", "last"));
    world.stage.awaitSession("hostile", Stage.phase("Reconnecting"));
  }

  private Future<?> begin(ExecutorService writers, KubernetesClient client, Pod pod) {
    return writers.submit(
        () -> {
          while (!end.get()) {
            int number = writes.incrementAndGet();
            var report =
                Stage.report(pod, number % 2 == 0 ? "Connected" : "Reconnecting", "x" + number);
            var patch = new WhatsAppSession();
            patch.getMetadata().setNamespace(world.stage.namespace());
            patch.getMetadata().setName("hostile");
            patch.setStatus(
                new WhatsAppSessionStatus(
                    null, null, null, null, null, null, null, null, null, Map.of(), List.of(),
                    report));
            client.resource(patch).subresource("status").patch(AS_POD);
          }
        });
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
