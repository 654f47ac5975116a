package dev.kubezap.pod.api;

import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.KeyedRequest;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.WhatsAppClient;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The routes that a caller may repeat under an {@code Idempotency-Key}, beside those that send
 * messages: that a request begins is stored before anything is done, its answer with the key, and
 * whoever repeats it gets that answer. An equal request in flight waits for the first one's.
 */
public final class KeyedRoutes {
  private static final Logger LOG = System.getLogger(KeyedRoutes.class.getName());
  private static final Duration STORE_PATIENCE = Duration.ofSeconds(15);
  private static final Duration LONGEST = Duration.ofMinutes(2).plusSeconds(15);
  private static final int ACCEPTED = 202;
  private static final int FIRST_REFUSAL = 400;
  private static final int FIRST_FAULT = 500;
  private static final int FAULT_OF_WHATSAPP = 502;

  /** What follows when a request began, and nobody knows how it ended. */
  enum Unfinished {
    /** It is done again: that changes nothing, or the client knows what it has accepted. */
    AGAIN,
    /** The caller has to look: done twice, it would be there twice. */
    UNKNOWN
  }

  /** A new route is one line here. */
  private static final Map<String, Unfinished> ROUTES = routesByPolicy();

  private final Clients clients;
  private final ConcurrentMap<String, Running> running = new ConcurrentHashMap<>();

  /** A request that is being answered. */
  private record Running(SendRequest.Idempotency what, CompletableFuture<Reply> reply) {}

  public KeyedRoutes(Session session) {
    clients = new Clients(session);
  }

  private static Map<String, Unfinished> routesByPolicy() {
    Map<String, Unfinished> routes = new HashMap<>();
    for (String again :
        List.of(
            "PATCH /api/v1/messages/{id}",
            "DELETE /api/v1/messages/{id}",
            "PUT /api/v1/messages/{id}/reaction",
            "DELETE /api/v1/messages/{id}/reaction",
            "PUT /api/v1/messages/{id}/pin",
            "DELETE /api/v1/messages/{id}/pin",
            "POST /api/v1/messages/{id}/votes",
            "POST /api/v1/chats/{chatId}/history",
            "PATCH /api/v1/labels/{id}",
            "DELETE /api/v1/labels/{id}",
            "POST /api/v1/groups",
            "PATCH /api/v1/groups/{id}",
            "DELETE /api/v1/groups/{id}",
            "POST /api/v1/groups/{id}/participants",
            "DELETE /api/v1/groups/{id}/participants",
            "PUT /api/v1/groups/{id}/admins/{participant}",
            "DELETE /api/v1/groups/{id}/admins/{participant}",
            "POST /api/v1/groups/{id}/join-requests",
            "POST /api/v1/groups/invites/{code}",
            "DELETE /api/v1/communities/{id}",
            "PUT /api/v1/communities/{id}/groups/{group}",
            "DELETE /api/v1/communities/{id}/groups/{group}",
            "PATCH /api/v1/channels/{id}",
            "DELETE /api/v1/channels/{id}",
            "PUT /api/v1/channels/{id}/follow",
            "DELETE /api/v1/channels/{id}/follow")) {
      routes.put(again, Unfinished.AGAIN);
    }
    for (String unknown :
        List.of(
            "DELETE /api/v1/groups/{id}/invite",
            "POST /api/v1/communities",
            "POST /api/v1/channels",
            "POST /api/v1/labels")) {
      routes.put(unknown, Unfinished.UNKNOWN);
    }
    return Map.copyOf(routes);
  }

  /** The names of these routes: method and path. */
  static Set<String> names() {
    return ROUTES.keySet();
  }

  /** The same route, which takes a key when it is one of these. */
  public Route keyed(Route route) {
    Unfinished policy = ROUTES.get(route.method() + " " + route.path());
    return policy != null && route.endpoint() instanceof Route.Endpoint.Answer(var handler)
        ? new Route(
            route.method(),
            route.path(),
            route.access(),
            route.body(),
            new Route.Endpoint.Answer(request -> answer(route, policy, handler, request)))
        : route;
  }

  private Reply answer(Route route, Unfinished policy, Route.Handler handler, Request request)
      throws Exception {
    var key = RequestKey.of(request, route);
    return key.isPresent() ? alone(key.get(), policy, handler, request) : handler.handle(request);
  }

  private Reply alone(
      SendRequest.Idempotency key, Unfinished policy, Route.Handler handler, Request request)
      throws Exception {
    Running mine = new Running(key, new CompletableFuture<>());
    Running other = running.putIfAbsent(key.key(), mine);
    if (other != null) {
      if (!other.what().equals(key)) {
        throw new ProblemException(SendRoutes.keyReused());
      }
      return Clients.await(other.reply().copy(), LONGEST);
    }
    try {
      Reply reply = once(key, policy, handler, request);
      mine.reply().complete(reply);
      return reply;
    } catch (Exception e) {
      mine.reply().completeExceptionally(e);
      throw e;
    } finally {
      running.remove(key.key(), mine);
    }
  }

  private Reply once(
      SendRequest.Idempotency key, Unfinished policy, Route.Handler handler, Request request)
      throws Exception {
    WhatsAppClient client = clients.require();
    switch (Clients.await(client.begin(key), STORE_PATIENCE)) {
      case KeyedRequest.KeyReused _ -> throw new ProblemException(SendRoutes.keyReused());
      case KeyedRequest.Answered(var answer) -> {
        return KeptReply.decode(answer);
      }
      case KeyedRequest.Unfinished _ -> {
        if (policy == Unfinished.UNKNOWN) {
          throw new ProblemException(unknown());
        }
      }
      case KeyedRequest.First _ -> {}
    }
    try {
      Reply reply = handler.handle(request);
      if (reply.status() != ACCEPTED) {
        settle(client, key, reply, true);
      }
      return reply;
    } catch (ProblemException e) {
      if (isRefusal(e.problem().status())) {
        settle(client, key, Reply.problem(e.problem()), false);
      }
      throw e;
    }
  }

  /** Whether it is certain that nothing was done; an answer that did not come says nothing. */
  private static boolean isRefusal(int status) {
    return (status >= FIRST_REFUSAL && status < FIRST_FAULT) || status == FAULT_OF_WHATSAPP;
  }

  private static void settle(
      WhatsAppClient client, SendRequest.Idempotency key, Reply reply, boolean done)
      throws InterruptedException {
    try {
      Done _ = Clients.await(client.settle(key, KeptReply.encode(reply), done), STORE_PATIENCE);
    } catch (ProblemException e) {
      // The caller gets this answer all the same; who repeats the request finds it unfinished.
      LOG.log(Level.WARNING, "the answer under an Idempotency-Key was not stored", e);
    }
  }

  private static Problem unknown() {
    return Problem.conflict(
        "outcome-unknown",
        "What became of the request is not known",
        "It began before and broke off: WhatsApp may have carried it out. Look whether it has, and"
            + " take a new Idempotency-Key to have it done.");
  }
}
