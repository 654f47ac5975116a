package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.api.QrRoutes;
import dev.kubezap.pod.api.SessionRoutes;
import dev.kubezap.pod.config.ConfigFolder;
import dev.kubezap.pod.config.PodSettings;
import dev.kubezap.pod.config.SettingsReader;
import dev.kubezap.pod.health.Health;
import dev.kubezap.pod.health.ManagementRoutes;
import dev.kubezap.pod.http.ApiKey;
import dev.kubezap.pod.http.Authenticator;
import dev.kubezap.pod.http.Dispatcher;
import dev.kubezap.pod.http.HttpLimits;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.RouteTable;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.http.WorkGate;
import dev.kubezap.pod.metrics.SessionMetrics;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Everything that the pod is made of, put together once. */
record PodParts(
    PodSettings settings,
    Dispatcher dispatcher,
    ManagementRoutes managementRoutes,
    PodLifecycle lifecycle) {

  /** Puts the parts together; nothing runs yet. */
  static PodParts of(Vertx vertx, Function<String, Optional<String>> variables) {
    PodSettings settings = SettingsReader.read(variables);
    DataFolder folder = DataFolder.lock(settings.dataFolder());
    Secrets secrets = Secrets.of(settings, new SecureRandom());
    ConfigFolder configuration = new ConfigFolder(settings.configFolder());
    Clock clock = Clock.systemUTC();
    ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    CurrentSession session = new CurrentSession(settings.client().clientVersion());
    SessionMetrics metrics = new SessionMetrics(clock);
    Health health = new Health();
    WorkGate gate = new WorkGate();
    List<Route> routes = new ArrayList<>();
    routes.addAll(new SessionRoutes(session).routes());
    routes.addAll(new QrRoutes(session, clock).routes());
    Dispatcher dispatcher =
        new Dispatcher(
            vertx,
            new RouteTable(routes),
            new Authenticator(() -> keys(secrets, configuration)),
            HttpLimits.DEFAULT,
            workers,
            new RequestFailures(),
            gate);
    ManagementRoutes management =
        new ManagementRoutes(
            health,
            () ->
                metrics.text(session.snapshot(), session.client().isPresent(), OptionalLong::empty),
            SessionMetrics.mediaType(),
            workers);
    return new PodParts(
        settings,
        dispatcher,
        management,
        new PodLifecycle(settings, secrets, folder, configuration, session, health, gate));
  }

  /** Lets the log speak JSON. */
  void configureLog() {
    LogSetup.apply(settings.session());
  }

  private static List<ApiKey> keys(Secrets secrets, ConfigFolder configuration) {
    List<ApiKey> keys = new ArrayList<>(configuration.content().apiKeys());
    secrets
        .apiKey()
        .ifPresent(key -> keys.add(ApiKey.of("environment", key.value(), Set.of(Scope.ADMIN))));
    return keys;
  }
}
