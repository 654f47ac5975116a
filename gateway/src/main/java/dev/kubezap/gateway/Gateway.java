package dev.kubezap.gateway;

import dev.kubezap.gateway.access.Authenticator;
import dev.kubezap.gateway.access.Caller;
import dev.kubezap.gateway.access.Grant;
import dev.kubezap.gateway.access.KeyDigest;
import dev.kubezap.gateway.access.Scope;
import dev.kubezap.gateway.api.RandomTexts;
import dev.kubezap.gateway.api.Sessions;
import dev.kubezap.gateway.config.ConfigFolder;
import dev.kubezap.gateway.console.Console;
import dev.kubezap.gateway.fleet.Fleet;
import dev.kubezap.gateway.fleet.FleetWatch;
import dev.kubezap.gateway.fleet.SessionWriter;
import dev.kubezap.gateway.front.Front;
import dev.kubezap.gateway.front.Origins;
import dev.kubezap.gateway.proxy.PodForwarder;
import dev.kubezap.gateway.proxy.PodToken;
import dev.kubezap.gateway.settings.GatewaySettings;
import dev.kubezap.gateway.stats.FleetStats;
import dev.kubezap.gateway.stats.PodStats;
import dev.kubezap.gateway.stream.EventRoutes;
import dev.kubezap.gateway.stream.FleetEvents;
import dev.kubezap.gateway.token.Tokens;
import dev.kubezap.gateway.trace.RequestTraces;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parts of a running gateway. */
public final class Gateway implements AutoCloseable {

  private static final Duration ISSUER = Duration.ofSeconds(5);
  private static final Duration REFRESH = Duration.ofSeconds(2);

  private final Fleet fleet = new Fleet();
  private final FleetWatch watch;
  private final ConfigFolder folder;
  private final PodToken token;
  private final PodForwarder pods;
  private final Origins origins;
  private final Front front;
  private final Sessions sessions;
  private final FleetEvents fleetEvents;
  private final EventRoutes events;
  private final FleetStats stats;
  private final Optional<Console> console;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ISSUER).build();
  private final Vertx vertx;
  private final Optional<RequestTraces> traces;
  private final long timer;

  private Gateway(
      GatewaySettings settings,
      KubernetesClient client,
      Vertx vertx,
      Optional<RequestTraces> traces) {
    this.vertx = vertx;
    this.traces = traces;
    folder = new ConfigFolder(settings.configurationFolder());
    watch = new FleetWatch(client, settings.watchNamespaces(), fleet);
    Map<KeyDigest, Caller> variable = variableKey(settings.apiKey());
    var authenticator =
        new Authenticator(
            digest ->
                Optional.ofNullable(folder.content().keys().get(digest))
                    .or(() -> Optional.ofNullable(variable.get(digest))),
            fleet::ownerOf,
            Tokens.of(client, http, settings.openId(), () -> folder.content().accounts()));
    token = new PodToken(settings.podTokenFile());
    pods =
        new PodForwarder(
            vertx, fleet, token, settings.trustStatusEndpoint(), settings.podPatience());
    origins = new Origins(settings.corsOrigins());
    front = new Front(authenticator, pods);
    var random = new SecureRandom();
    sessions = new Sessions(settings, fleet, new SessionWriter(client), new RandomTexts(random));
    var clock = Clock.systemUTC();
    fleetEvents =
        new FleetEvents(
            vertx,
            fleet,
            token,
            settings.trustStatusEndpoint(),
            settings.podPatience(),
            random,
            clock);
    stats = new FleetStats(new PodStats(http, token, settings.trustStatusEndpoint()), clock);
    console = settings.console() ? Optional.of(new Console()) : Optional.empty();
    events = new EventRoutes(vertx, fleetEvents, authenticator, clock);
    timer = vertx.setPeriodic(REFRESH.toMillis(), any -> refresh());
  }

  /**
   * Begins to serve.
   *
   * @param traces of requests; ended with it
   * @throws dev.kubezap.gateway.config.ConfigurationException when the folder cannot be used
   */
  static Gateway start(
      GatewaySettings settings,
      KubernetesClient client,
      Vertx vertx,
      Optional<RequestTraces> traces) {
    return new Gateway(settings, client, vertx, traces);
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
              token.refresh();
              return true;
            });
  }

  /** Takes a request of the API. */
  void handle(RoutingContext context) {
    traces.ifPresent(on -> on.follow(context));
    front.handle(context);
  }

  /** Lets pages of other origins call; asked before {@link #handle}, without a key. */
  void fromBrowsers(RoutingContext context) {
    origins.handle(context);
  }

  /** What happens to all sessions. */
  EventRoutes events() {
    return events;
  }

  /** The page for people; empty when it is switched off. */
  Optional<Console> console() {
    return console;
  }

  /** Sums over sessions. */
  FleetStats stats() {
    return stats;
  }

  /** What callers do with sessions. */
  Sessions sessions() {
    return sessions;
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
    fleetEvents.close();
    watch.close();
    pods.close();
    http.close();
    traces.ifPresent(RequestTraces::close);
  }
}
