package dev.kubezap.gateway;

import dev.kubezap.gateway.config.ConfigurationException;
import dev.kubezap.gateway.log.LogSetup;
import dev.kubezap.gateway.settings.GatewaySettings;
import dev.kubezap.gateway.settings.OwnNamespace;
import dev.kubezap.gateway.settings.SettingsException;
import dev.kubezap.gateway.settings.SettingsReader;
import dev.kubezap.gateway.trace.RequestTraces;
import dev.kubezap.tracing.TraceVariables;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Ties the gateway to the life of the process. */
@ApplicationScoped
public class GatewayProcess {

  private static final Logger LOG = Logger.getLogger(GatewayProcess.class);

  private final KubernetesClient client;
  private final Vertx vertx;
  private volatile @Nullable Gateway gateway;

  @Inject
  GatewayProcess(KubernetesClient client, Vertx vertx) {
    this.client = client;
    this.vertx = vertx;
  }

  /** The gateway; empty until it has started. */
  public Optional<Gateway> gateway() {
    return Optional.ofNullable(gateway);
  }

  void start(@Observes StartupEvent event) {
    LogSetup.apply();
    try {
      GatewaySettings settings =
          SettingsReader.read(
              GatewayProcess::variable,
              OwnNamespace.find(GatewayProcess::variable, OwnNamespace.FILE));
      gateway =
          Gateway.start(
              settings,
              client,
              vertx,
              RequestTraces.start(TraceVariables.read(GatewayProcess::variable), fixed()));
      LOG.infof(
          "Serving the sessions of %s",
          settings.watchNamespaces().isEmpty() ? "all namespaces" : settings.watchNamespaces());
    } catch (SettingsException | ConfigurationException e) {
      LOG.error(e.getMessage());
      Quarkus.asyncExit(2);
    }
  }

  /** Variables of the environment, and what a test says in their place. */
  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name))
        .or(() -> ConfigProvider.getConfig().getOptionalValue(name, String.class));
  }

  /** What the SDK would not see: it reads the environment, not what a test says in its place. */
  private static Map<String, String> fixed() {
    return System.getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != null
        ? Map.of()
        : variable("OTEL_EXPORTER_OTLP_ENDPOINT")
            .map(endpoint -> Map.of("otel.exporter.otlp.endpoint", endpoint))
            .orElse(Map.of());
  }

  void stop(@Observes ShutdownEvent event) {
    gateway().ifPresent(Gateway::close);
  }
}
