package dev.kubezap.gateway.proxy;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.access.Caller;
import dev.kubezap.gateway.access.Scope;
import dev.kubezap.gateway.fleet.Fleet;
import dev.kubezap.gateway.front.Front;
import dev.kubezap.gateway.front.PodProxy;
import dev.kubezap.gateway.name.SessionId;
import dev.kubezap.gateway.problem.Problem;
import dev.kubezap.gateway.problem.ProblemException;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Forwards requests to session pods by one pool of connections for each. */
public final class PodForwarder implements PodProxy, AutoCloseable {

  /** As many connections as a pod takes, less some for others. */
  private static final int CONNECTIONS = 448;

  private static final int WAITING = 256;

  /** Below the 75 s after which a pod ends a connection that rests. */
  private static final int REST_SECONDS = 45;

  private static final Set<String> NOT_OURS =
      Set.of("host", "authorization", "x-api-key", "kubezap-scopes");

  private final Fleet fleet;
  private final PodToken token;
  private final boolean trustStatus;
  private final HttpClient client;

  /**
   * Connects when it is needed first.
   *
   * @param trustStatus whether a pod is where the resource's status says
   * @param patience how long connecting may take
   */
  public PodForwarder(
      Vertx vertx, Fleet fleet, PodToken token, boolean trustStatus, Duration patience) {
    this.fleet = fleet;
    this.token = token;
    this.trustStatus = trustStatus;
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) patience.toMillis())
                .setKeepAliveTimeout(REST_SECONDS)
                .setTcpNoDelay(true)
                .setDecompressionSupported(false)
                .setMaxHeaderSize(32 * 1024)
                .setMaxWaitQueueSize(WAITING),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS));
  }

  @Override
  public void forward(RoutingContext context, SessionId id, String path, Optional<Caller> caller) {
    context.put(Front.SESSION, id.toString());
    PodAddress address = addressOf(id, caller);
    HttpServerRequest request = context.request();
    Set<Scope> scopes = caller.map(one -> one.scopesAt(id)).orElse(Set.of());
    boolean byOwnKey = caller.isEmpty() || caller.get().session().isPresent();
    String own = byOwnKey ? "" : ownToken();
    String query = request.query();
    var options =
        new RequestOptions()
            .setMethod(request.method())
            .setHost(address.host())
            .setPort(address.port())
            .setURI(query == null ? path : path + "?" + query);
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    PassedHeaders.copy(request.headers(), headers, byOwnKey ? Set.of("host") : NOT_OURS);
    options.setHeaders(headers);
    if (!byOwnKey) {
      options.putHeader("Authorization", "Bearer " + own);
      options.putHeader(
          "Kubezap-Scopes",
          scopes.stream().map(Scope::text).sorted().collect(Collectors.joining(", ")));
    }
    var exchange = new Forwarding(context, client, options);
    if (isUpgrade(request)) {
      exchange.tunnel();
    } else {
      exchange.stream();
    }
  }

  private static boolean isUpgrade(HttpServerRequest request) {
    return request.method().equals(HttpMethod.GET)
        && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }

  private PodAddress addressOf(SessionId id, Optional<Caller> caller) {
    Optional<WhatsAppSession> session = fleet.get(id);
    if (caller.isPresent() && caller.get().scopesAt(id).isEmpty()) {
      throw missing(id);
    }
    if (session.isEmpty()) {
      // What exists is not told to strangers.
      throw caller.isPresent()
          ? missing(id)
          : new ProblemException(Problem.unauthorized("The key is not known"));
    }
    if (session.get().getSpec().suspend()) {
      throw new ProblemException(
          Problem.of(
              409,
              "session-stopped",
              "The session is stopped",
              "Start it first: POST /api/v1/sessions/" + id + "/start."));
    }
    return PodAddress.of(session.get(), trustStatus)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.unavailable(
                        "session-unavailable",
                        "The session's pod is not up yet: try again shortly.",
                        Forwarding.AGAIN_AFTER_SECONDS)));
  }

  private String ownToken() {
    return token
        .token()
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.unavailable(
                        "gateway-token-missing",
                        "The gateway has no token for sessions: mount one at"
                            + " KUBEZAP_POD_TOKEN_FILE, or use the session's own key.",
                        Forwarding.AGAIN_AFTER_SECONDS)));
  }

  private static ProblemException missing(SessionId id) {
    return new ProblemException(Problem.notFound("There is no session " + id + "."));
  }

  @Override
  public void close() {
    var _ = client.close();
  }
}
