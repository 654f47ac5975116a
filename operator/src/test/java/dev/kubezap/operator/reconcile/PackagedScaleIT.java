package dev.kubezap.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.Kubezap;
import dev.kubezap.crd.controlplane.ControlPlane;
import dev.kubezap.crd.controlplane.ControlPlaneExtension;
import dev.kubezap.crd.v1alpha1.SessionReport;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged operator with thousands of sessions whose pods run and are connected, on a real API
 * server and a real PostgreSQL: memory, how long a restart, a change and new sessions take, and
 * what it writes when nothing happens. {@code -Dkubezap.scale.packaged=5000}; without it is left
 * out. {@code -Dkubezap.scale.heap=256m} and {@code -Dkubezap.scale.idle=PT2M} are what it has
 * otherwise.
 */
@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
class PackagedScaleIT {

  private static final int SESSIONS = Integer.getInteger("kubezap.scale.packaged", 0);
  private static final String HEAP = System.getProperty("kubezap.scale.heap", "256m");
  private static final Duration IDLE =
      Duration.parse(System.getProperty("kubezap.scale.idle", "PT2M"));
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final int NAMESPACES = 50;
  private static final int THOUSAND = 1_000;
  private static final int CHANGED = 300;

  /** What writes the operator's objects and the resource; leases and events are no objects. */
  private static final Pattern WRITES =
      Pattern.compile(
          "apiserver_request_total\\{.*resource=\"(?!leases|events|tokenreviews|subjectaccessreviews)[^\"]*\".*verb=\"(?:POST|PUT|PATCH|APPLY|DELETE)\"} (\\S+)");

  @TempDir Path folder;
  private final ControlPlane plane;
  private final List<Stage> stages = new ArrayList<>();

  PackagedScaleIT(ControlPlane plane) {
    this.plane = plane;
  }

  @Test
  void thousandsAreLookedAfterByOneProcess() throws Exception {
    assumeThat(SESSIONS).as("asked for").isPositive();
    try (KubernetesClient client = plane.client();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        var postgres =
            EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start()) {
      for (int number = 0; number < NAMESPACES; number++) {
        stages.add(new Stage(plane, client, "scale-" + number));
      }
      String token = OperatorAccount.token(client);
      OperatorAccount.permitLease(client);
      try (var operator = operator("one", token, postgres)) {
        await().atMost(PATIENCE).until(operator::ready);
        print("no session: resident " + resident(operator) + " MB");
        for (int made = 0; made < SESSIONS; made += THOUSAND) {
          int from = made;
          int to = Math.min(SESSIONS, made + THOUSAND);
          Duration took = time(() -> create(client, threads, from, to));
          threads(threads, from, to, number -> connect(client, number));
          await().atMost(PATIENCE).until(() -> connected(operator) == to);
          print(
              "%d sessions: the last %d were created and have their StatefulSets after %s, resident %d MB"
                  .formatted(to, to - from, took, resident(operator)));
        }
        print("a change is in the StatefulSet after, ms: " + changes(client, threads));
        quiet(client, postgres, operator);
        operator.kill();
      }
      try (var next = operator("two", token, postgres)) {
        Duration restarted =
            time(
                () ->
                    await()
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(200))
                        .until(() -> next.ready() && connected(next) == SESSIONS));
        print("an operator that starts anew has looked at all after " + restarted);
        quiet(client, postgres, next);
        print("of the one that started anew: resident " + resident(next) + " MB");
        assertThat(next.logLines()).noneMatch(line -> line.contains("OutOfMemory"));
      }
    }
  }

  private void create(KubernetesClient client, ExecutorService threads, int from, int to) {
    threads(threads, from, to, number -> stage(number).apply("s" + number, "{}"));
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              int sets = 0;
              for (Stage stage : stages) {
                sets +=
                    client
                        .apps()
                        .statefulSets()
                        .inNamespace(stage.namespace())
                        .list()
                        .getItems()
                        .size();
              }
              return sets == to;
            });
  }

  /** The kubelet and the pod: it runs, and its session is connected. */
  private void connect(KubernetesClient client, int number) {
    Stage stage = stage(number);
    Pod pod = stage.runPod("s" + number);
    String phone = String.valueOf(4_915_100_000_000L + number);
    var patch = new WhatsAppSession();
    patch.getMetadata().setNamespace(stage.namespace());
    patch.getMetadata().setName("s" + number);
    patch.setStatus(
        new WhatsAppSessionStatus(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            Map.of(),
            List.of(),
            new SessionReport(
                "Connected",
                null,
                pod.getMetadata().getUid(),
                1L,
                "+" + phone,
                phone + ":7@s.whatsapp.net",
                null,
                null,
                null,
                null,
                "2026-11-21T00:00:00Z",
                null,
                null,
                null,
                "2.3000.1")));
    client
        .resource(patch)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(Kubezap.SESSION_FIELD_MANAGER)
                .withForce(true)
                .build());
  }

  /** One change after another, from the patch of the resource to the StatefulSet without a pod. */
  private String changes(KubernetesClient client, ExecutorService threads) throws Exception {
    Map<String, CompletableFuture<Long>> stopped = new ConcurrentHashMap<>();
    Map<String, Long> asked = new HashMap<>();
    try (var _ =
        client
            .apps()
            .statefulSets()
            .inAnyNamespace()
            .watch(
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, StatefulSet set) {
                    if (Objects.equals(set.getSpec().getReplicas(), 0)) {
                      var waiting = stopped.get(set.getMetadata().getName());
                      if (waiting != null) {
                        waiting.complete(System.nanoTime());
                      }
                    }
                  }

                  @Override
                  public void onClose(WatcherException cause) {}
                })) {
      List<Long> took = new ArrayList<>();
      for (int number = 0; number < Math.min(CHANGED, SESSIONS); number++) {
        String name = "was-s" + number;
        stopped.put(name, new CompletableFuture<>());
        asked.put(name, System.nanoTime());
        stage(number).apply("s" + number, "{suspend: true}");
        took.add((stopped.get(name).get() - asked.get(name)) / 1_000_000);
      }
      took.sort(null);
      // All as before, for what is counted later.
      threads(threads, 0, took.size(), number -> stage(number).apply("s" + number, "{}"));
      threads(threads, 0, took.size(), number -> connect(client, number));
      return "p50 %d, p99 %d, longest %d"
          .formatted(
              took.get(took.size() / 2),
              took.get(took.size() * 99 / 100),
              took.get(took.size() - 1));
    }
  }

  /** What is written while nothing happens. */
  private void quiet(KubernetesClient client, EmbeddedPostgres postgres, OperatorChild operator)
      throws Exception {
    await().atMost(PATIENCE).until(() -> connected(operator) == SESSIONS);
    settled(client);
    long writes = writes(client);
    long rows = rows(postgres);
    // The time without any reason to write is what is measured.
    await().pollDelay(IDLE).atMost(IDLE.plusMinutes(1)).until(() -> true);
    long written = writes(client) - writes;
    long changed = rows(postgres) - rows;
    print(
        "writes in %s without a change: %d to the API server, %d rows in the database"
            .formatted(IDLE, written, changed));
    assertThat(written).isZero();
    assertThat(changed).isZero();
  }

  private static void settled(KubernetesClient client) {
    var last = new long[] {-1};
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(5))
        .until(
            () -> {
              long now = writes(client);
              boolean same = last[0] == now;
              last[0] = now;
              return same;
            });
  }

  private static long writes(KubernetesClient client) {
    return client
        .raw("/metrics")
        .lines()
        .map(WRITES::matcher)
        .filter(java.util.regex.Matcher::matches)
        .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
        .sum();
  }

  /** Rows that were written, the breaker's and the lease's included, catalogue rows too. */
  private static long rows(EmbeddedPostgres postgres) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_all_tables where"
                    + " schemaname in ('kubezap', 'pg_catalog') and relname not like"
                    + " 'pg_statistic%'")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static long connected(OperatorChild operator) throws Exception {
    for (String line : operator.metrics("kubezap_sessions{")) {
      if (line.contains("phase=\"Connected\"")) {
        return Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)));
      }
    }
    return 0;
  }

  private static long resident(OperatorChild operator) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(operator.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .sum();
  }

  private OperatorChild operator(String name, String token, EmbeddedPostgres postgres)
      throws IOException {
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        Files.readString(plane.kubeconfig()).replaceFirst("token: [^}]*", "token: " + token));
    var environment = new HashMap<String, String>();
    environment.put("HOSTNAME", name);
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put(
        "KUBEZAP_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres");
    environment.put("KUBEZAP_DATABASE_USER", "postgres");
    environment.put("KUBEZAP_DATABASE_PASSWORD", "a-database-password");
    // Without nodes a pod that waits to be played must not hold the turn of the next ones.
    environment.put("KUBEZAP_START_BUDGET", Integer.toString(THOUSAND));
    environment.put("JDK_JAVA_OPTIONS", "-Xmx" + HEAP + " -XX:TrimNativeHeapInterval=5000");
    return new OperatorChild(folder.resolve(name + ".log"), environment);
  }

  private Stage stage(int number) {
    return stages.get(number % NAMESPACES);
  }

  /** Work with a number. */
  @FunctionalInterface
  private interface Work {
    void accept(int number);
  }

  private static void threads(ExecutorService threads, int from, int to, Work work) {
    CompletableFuture.allOf(
            IntStream.range(from, to)
                .mapToObj(number -> CompletableFuture.runAsync(() -> work.accept(number), threads))
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  private static Duration time(Runnable work) {
    long begun = System.nanoTime();
    work.run();
    return Duration.ofMillis((System.nanoTime() - begun) / 1_000_000);
  }

  private static void print(String text) {
    System.out.println("scale: " + text);
  }
}
