package dev.kubezap.gateway;

import dev.kubezap.gateway.access.Authenticator;
import dev.kubezap.gateway.access.Caller;
import dev.kubezap.gateway.access.Grant;
import dev.kubezap.gateway.access.KeyDigest;
import dev.kubezap.gateway.access.Scope;
import dev.kubezap.gateway.access.TokenAuthority;
import dev.kubezap.gateway.config.ConfigFolder;
import dev.kubezap.gateway.fleet.Fleet;
import dev.kubezap.gateway.fleet.FleetWatch;
import dev.kubezap.gateway.front.Answers;
import dev.kubezap.gateway.front.Front;
import dev.kubezap.gateway.problem.Problem;
import dev.kubezap.gateway.settings.GatewaySettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parts of a running gateway. */
public final class Gateway implements AutoCloseable {

  private static final Duration REFRESH = Duration.ofSeconds(2);

  private final Fleet fleet = new Fleet();
  private final FleetWatch watch;
  private final ConfigFolder folder;
  private final Front front;
  private final Vertx vertx;
  private final long timer;

  private Gateway(GatewaySettings settings, KubernetesClient client, Vertx vertx) {
    this.vertx = vertx;
    folder = new ConfigFolder(settings.configurationFolder());
    watch = new FleetWatch(client, settings.watchNamespaces(), fleet);
    Map<KeyDigest, Caller> variable = variableKey(settings.apiKey());
    var authenticator =
        new Authenticator(
            digest ->
                Optional.ofNullable(folder.content().keys().get(digest))
                    .or(() -> Optional.ofNullable(variable.get(digest))),
            digest -> Optional.empty(),
            TokenAuthority.NONE);
    front =
        new Front(
            authenticator,
            (context, session, path, caller) ->
                Answers.problem(context, Problem.notFound("There is no session " + session + ".")));
    timer = vertx.setPeriodic(REFRESH.toMillis(), any -> refresh());
  }

  /**
   * Begins to serve.
   *
   * @throws dev.kubezap.gateway.config.ConfigurationException when the folder cannot be used
   */
  static Gateway start(GatewaySettings settings, KubernetesClient client, Vertx vertx) {
    return new Gateway(settings, client, vertx);
  }

  private static Map<KeyDigest, Caller> variableKey(Optional<String> key) {
    return key.map(
            text ->
                Map.of(
                    KeyDigest.of(text),
                    Caller.ofFleet(
                        "key:environment", List.of(Grant.everywhere(Set.of(Scope.ADMIN))))))
        .orElse(Map.of());
  }

  private void refresh() {
    var _ =
        vertx.executeBlocking(
            () -> {
              folder.refresh();
              return true;
            });
  }

  /** Takes a request of the API. */
  void handle(RoutingContext context) {
    front.handle(context);
  }

  /** The sessions that are known. */
  Fleet fleet() {
    return fleet;
  }

  /**
   * Whether all sessions were known at some time, so that nothing is called missing that is not.
   */
  boolean filled() {
    return watch.filled();
  }

  /** Why the present files of the configuration folder are not used, when they are not. */
  Optional<String> configurationProblem() {
    return folder.problem();
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
    watch.close();
  }
}
