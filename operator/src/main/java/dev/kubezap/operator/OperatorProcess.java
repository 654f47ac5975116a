package dev.kubezap.operator;

import dev.kubezap.operator.database.PostgresSessionDatabase;
import dev.kubezap.operator.database.PreparedDatabases;
import dev.kubezap.operator.event.KubernetesEvents;
import dev.kubezap.operator.pod.HttpPodApi;
import dev.kubezap.operator.reconcile.SessionOperator;
import dev.kubezap.operator.settings.OperatorSettings;
import dev.kubezap.operator.settings.OwnNamespace;
import dev.kubezap.operator.settings.SettingsException;
import dev.kubezap.operator.settings.SettingsReader;
import dev.kubezap.operator.status.Phase;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Ties the operator to the life of the process. */
@ApplicationScoped
public class OperatorProcess {

  private static final Logger LOG = Logger.getLogger(OperatorProcess.class);

  private final KubernetesClient client;
  private final MeterRegistry meters;
  private final String version;
  private final HttpPodApi pods = new HttpPodApi();
  private volatile @Nullable SessionOperator operator;

  @Inject
  OperatorProcess(
      KubernetesClient client,
      MeterRegistry meters,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.client = client;
    this.meters = meters;
    this.version = version;
  }

  /** Whether the operator looks after sessions, or is ready to do so when the leader is gone. */
  public boolean watching() {
    SessionOperator started = operator;
    return started != null && started.watching();
  }

  /** Why only a new process can help; empty when nothing keeps this one from its work. */
  public Optional<String> obstacle() {
    SessionOperator started = operator;
    return started == null ? Optional.empty() : started.obstacle();
  }

  void start(@Observes StartupEvent event) {
    LogSetup.apply();
    OperatorSettings settings;
    try {
      settings =
          SettingsReader.read(
              OperatorProcess::variable,
              version,
              OwnNamespace.find(OperatorProcess::variable, OwnNamespace.FILE));
    } catch (SettingsException e) {
      LOG.error(e.getMessage());
      Quarkus.asyncExit(2);
      return;
    }
    Optional<String> obstacle = StartCheck.obstacle(client, settings.watchNamespaces());
    if (obstacle.isPresent()) {
      LOG.error(obstacle.get());
      Quarkus.asyncExit(1);
      return;
    }
    var instance = variable("HOSTNAME").orElse("operator");
    var made =
        new SessionOperator(
            client,
            settings,
            new PostgresSessionDatabase(),
            pods,
            new KubernetesEvents(client, Clock.systemUTC(), instance),
            MicrometerMetrics.withoutPerResourceMetrics(meters),
            Clock.systemUTC(),
            OperatorProcess::halt);
    for (Phase phase : Phase.values()) {
      Gauge.builder("kubezap.sessions", made, running -> running.count(phase))
          .description("Sessions by phase")
          .tag("phase", phase.text())
          .register(meters);
    }
    made.countGroups(new SessionGauges(meters)::tell);
    Gauge.builder("kubezap.operator.leading", made, running -> running.leading() ? 1 : 0)
        .description("1 when this operator is the one that works")
        .register(meters);
    Gauge.builder("kubezap.database.trial", settings, read -> read.trialDatabase() ? 1 : 0)
        .description("1 when sessions are in a database that is for trying: one pod, no backups")
        .register(meters);
    Gauge.builder("kubezap.database.migrations", made.databases(), PreparedDatabases::running)
        .description("Databases that are being migrated")
        .register(meters);
    Gauge.builder(
            "kubezap.database.migration.steps", made.databases(), PreparedDatabases::stepsLeft)
        .description("Steps that running migrations have before them")
        .register(meters);
    Gauge.builder("kubezap.database.migration.rows", made.databases(), PreparedDatabases::rowsLeft)
        .description("Rows that steps of running migrations have before them, about")
        .register(meters);
    Gauge.builder("kubezap.rollout.sessions", made, SessionOperator::restarting)
        .description("Sessions in a rollout of new settings")
        .tag("state", "restarting")
        .register(meters);
    Gauge.builder("kubezap.rollout.sessions", made, SessionOperator::awaitingRestart)
        .description("Sessions in a rollout of new settings")
        .tag("state", "waiting")
        .register(meters);
    Gauge.builder("kubezap.rollout.sessions", made, SessionOperator::stuck)
        .description("Sessions in a rollout of new settings")
        .tag("state", "stuck")
        .register(meters);
    Gauge.builder("kubezap.rollout.sessions", made, SessionOperator::held)
        .description("Sessions in a rollout of new settings")
        .tag("state", "held")
        .register(meters);
    Gauge.builder("kubezap.rollout.sessions", made, SessionOperator::paused)
        .description("Sessions in a rollout of new settings")
        .tag("state", "paused")
        .register(meters);
    Gauge.builder("kubezap.breaker.open", made, running -> running.heldBack() ? 1 : 0)
        .description("1 while no session connects, since WhatsApp refused too many")
        .register(meters);
    Gauge.builder("kubezap.breaker.probes", made, SessionOperator::probes)
        .description("Sessions that try to connect before all others after a hold")
        .register(meters);
    Gauge.builder("kubezap.breaker.refused", made, SessionOperator::refused)
        .description("Sessions that WhatsApp refused within ten minutes")
        .register(meters);
    Gauge.builder("kubezap.start.sessions", made, SessionOperator::starting)
        .description("Sessions that are being started")
        .tag("state", "starting")
        .register(meters);
    Gauge.builder("kubezap.start.sessions", made, SessionOperator::awaitingStart)
        .description("Sessions that are being started")
        .tag("state", "waiting")
        .register(meters);
    made.start();
    operator = made;
    LOG.infof(
        settings.lease().isEmpty()
            ? "Looking after the sessions of %s"
            : "Looking after the sessions of %s, when it is this operator's turn",
        settings.watchNamespaces().isEmpty() ? "all namespaces" : settings.watchNamespaces());
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name));
  }

  /** At once: whatever this process did from now on would be done twice. */
  private static void halt() {
    LOG.error("The lease is lost: another operator works now. This one ends and starts anew.");
    Runtime.getRuntime().halt(1);
  }

  void stop(@Observes ShutdownEvent event) {
    SessionOperator started = operator;
    if (started != null) {
      started.close();
    }
    pods.close();
  }
}
