package dev.kubezap.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.crd.controlplane.ControlPlane;
import dev.kubezap.crd.controlplane.ControlPlaneExtension;
import dev.kubezap.crd.v1alpha1.WhatsAppWebhook;
import dev.kubezap.crd.v1alpha1.WhatsAppWebhookSpec;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.event.KubernetesEvents;
import dev.kubezap.operator.settings.SettingsReader;
import dev.kubezap.operator.status.Phase;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Thousands of resources on a real API server: what the operator asks of the server, how fast it
 * is, and how much memory it takes. 3,000 with {@code ./verify --full}; {@code
 * -Dkubezap.scale.sessions=500} for another number, without either it is left out.
 */
@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
class ScaleIT {

  private static final int SESSIONS =
      Integer.getInteger("kubezap.scale.sessions", Boolean.getBoolean("kubezap.full") ? 3_000 : 0);
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final String NAMESPACE = "scale";
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "KUBEZAP_DATABASE_URL", "jdbc:postgresql://postgres:5432/kubezap",
          "KUBEZAP_DATABASE_USER", "kubezap",
          "KUBEZAP_DATABASE_PASSWORD", "secret",
          "KUBEZAP_WATCH_NAMESPACES", NAMESPACE);

  /** Requests of the server's own metrics; watches count as WATCH when they end. */
  private static final Pattern REQUESTS =
      Pattern.compile("apiserver_request_total\\{.*resource=\"([^\"]*)\".*verb=\"LIST\"} (\\S+)");

  private final ControlPlane plane;
  private final LongAdder reconciled = new LongAdder();

  ScaleIT(ControlPlane plane) {
    this.plane = plane;
  }

  @Test
  void thousandsAreLookedAfterWithoutListing() throws Exception {
    assumeThat(SESSIONS).as("asked for by --full").isPositive();
    try (KubernetesClient administrator = plane.client();
        KubernetesClient client = operatorClient(administrator)) {
      var stage = new Stage(plane, administrator, NAMESPACE);
      long before = heap();
      try (SessionOperator operator = operator(client)) {
        operator.start();
        long lists = lists(administrator);

        Duration created = time(() -> each(number -> stage.apply("s" + number, "{}")));
        Duration caughtUp = time(() -> seen(operator));
        print(
            SESSIONS
                + " resources created in "
                + created
                + ", all looked after "
                + caughtUp
                + " later");

        long first = settled();
        Duration looked =
            time(
                () -> {
                  each(number -> stage.annotate("s" + number, "example.com/look", "now"));
                  await().atMost(PATIENCE).until(() -> reconciled.sum() >= first + SESSIONS);
                });
        print(
            "looked at again: " + Math.round(SESSIONS * 1000.0 / looked.toMillis()) + " a second");
        print(reconciled.sum() + " reconciliations in all, " + mean() + " for each");
        print("heap: " + (heap() - before) / 1024 / SESSIONS + " KiB for each");

        Map<String, String> versions = delivered(administrator);
        long delivered = settled();
        each(number -> stage.annotate("s" + number, "example.com/look", "again"));
        await().atMost(PATIENCE).until(() -> reconciled.sum() >= delivered + SESSIONS);
        assertThat(secrets(administrator, false))
            .as("looked at again, nothing is written")
            .isEqualTo(versions);

        assertThat(lists(administrator) - lists)
            .as("lists do not grow with the number of sessions")
            .isLessThan(100);
      }
      try (SessionOperator next = operator(client)) {
        Duration restarted =
            time(
                () -> {
                  next.start();
                  seen(next);
                });
        print("an operator that starts anew has looked at all after " + restarted);
      }
    }
  }

  /** A webhook that selects all of them arrives in the configuration of each. */
  private Map<String, String> delivered(KubernetesClient administrator) {
    var webhook = new WhatsAppWebhook();
    webhook.getMetadata().setNamespace(NAMESPACE);
    webhook.getMetadata().setName("all");
    webhook.setSpec(
        new WhatsAppWebhookSpec(
            null, "https://sink.example/", null, List.of(), null, null, null, null, List.of()));
    Duration arrived =
        time(
            () -> {
              administrator.resource(webhook).create();
              await()
                  .atMost(PATIENCE)
                  .pollInterval(Duration.ofMillis(500))
                  .until(() -> secrets(administrator, true).size() == SESSIONS);
            });
    print("a webhook that selects all is in the configuration of each after " + arrived);
    assertThat(arrived.toMillis()).as("60 s for 1,000").isLessThan(60L * Math.max(SESSIONS, 1_000));
    return secrets(administrator, false);
  }

  /** The versions of the sessions' Secrets by name. */
  private static Map<String, String> secrets(
      KubernetesClient administrator, boolean withTheWebhook) {
    return administrator
        .secrets()
        .inNamespace(NAMESPACE)
        .withLabel(SessionNames.SESSION_LABEL)
        .list()
        .getItems()
        .stream()
        .filter(secret -> !withTheWebhook || hasTheWebhook(secret))
        .collect(
            Collectors.toMap(
                secret -> secret.getMetadata().getName(),
                secret -> secret.getMetadata().getResourceVersion()));
  }

  private static boolean hasTheWebhook(Secret secret) {
    String webhooks = secret.getData().get("webhooks.json");
    return webhooks != null && SecretReader.text(webhooks).contains("selected.all");
  }

  private long mean() {
    return Math.round((double) reconciled.sum() / SESSIONS);
  }

  private static void seen(SessionOperator operator) {
    await().atMost(PATIENCE).until(() -> operator.count(Phase.PENDING) == SESSIONS);
  }

  /** How many reconciliations there were when no more came for two seconds. */
  private long settled() {
    var last = new long[] {-1};
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () -> {
              boolean same = last[0] == reconciled.sum();
              last[0] = reconciled.sum();
              return same;
            });
    return last[0];
  }

  private static void each(IntConsumer work) {
    try (var threads = Executors.newFixedThreadPool(8)) {
      CompletableFuture.allOf(
              IntStream.range(0, SESSIONS)
                  .mapToObj(
                      number -> CompletableFuture.runAsync(() -> work.accept(number), threads))
                  .toArray(CompletableFuture<?>[]::new))
          .join();
    }
  }

  private static Duration time(Runnable work) {
    long begun = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - begun)
        .truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
  }

  private static long heap() {
    System.gc();
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static long lists(KubernetesClient administrator) {
    return administrator
        .raw("/metrics")
        .lines()
        .map(REQUESTS::matcher)
        .filter(java.util.regex.Matcher::matches)
        .mapToLong(matcher -> Long.parseLong(matcher.group(2)))
        .sum();
  }

  private KubernetesClient operatorClient(KubernetesClient administrator) {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(plane.config())
                .withOauthToken(OperatorAccount.token(administrator))
                .build())
        .build();
  }

  private SessionOperator operator(KubernetesClient client) {
    return new SessionOperator(
        client,
        SettingsReader.read(name -> Optional.ofNullable(ENVIRONMENT.get(name)), "9.9.9"),
        new FakeDatabase(),
        new FakePods(),
        new KubernetesEvents(client, Clock.systemUTC(), "test"),
        new Metrics() {
          @Override
          public void reconciliationExecutionFinished(
              HasMetadata resource, Map<String, Object> metadata) {
            reconciled.increment();
          }
        },
        Clock.systemUTC(),
        () -> {
          throw new IllegalStateException("there is no lease to be lost");
        });
  }

  private static void print(String text) {
    System.out.println("scale: " + text);
  }
}
