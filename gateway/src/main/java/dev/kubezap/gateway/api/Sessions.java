package dev.kubezap.gateway.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.access.Caller;
import dev.kubezap.gateway.access.KeyDigest;
import dev.kubezap.gateway.access.Scope;
import dev.kubezap.gateway.fleet.Fleet;
import dev.kubezap.gateway.fleet.SessionWriter;
import dev.kubezap.gateway.fleet.Waiting;
import dev.kubezap.gateway.name.SessionId;
import dev.kubezap.gateway.problem.FieldError;
import dev.kubezap.gateway.problem.Problem;
import dev.kubezap.gateway.problem.ProblemException;
import dev.kubezap.gateway.session.SessionDocument;
import dev.kubezap.gateway.session.SessionNaming;
import dev.kubezap.gateway.session.SessionRequest;
import dev.kubezap.gateway.session.SessionResource;
import dev.kubezap.gateway.settings.GatewaySettings;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;

/** What callers do with sessions. Every method may wait; callers are checked here. */
public final class Sessions {

  private static final Duration UNTIL_KNOWN = Duration.ofSeconds(5);
  private static final int TRIES = 5;
  private static final int LONGEST_DISPLAY_NAME = 256;

  private final GatewaySettings settings;
  private final Fleet fleet;
  private final SessionWriter writer;
  private final Waiting waiting;
  private final RandomTexts random;

  /** What is not told by its arguments is told by {@code random}. */
  public Sessions(GatewaySettings settings, Fleet fleet, SessionWriter writer, RandomTexts random) {
    this.settings = settings;
    this.fleet = fleet;
    this.writer = writer;
    this.random = random;
    waiting = new Waiting(fleet);
  }

  /**
   * A session that was made.
   *
   * @param document what its maker is told
   * @param reached whether it came to what its maker waited for
   */
  public record Made(SessionDocument document, boolean reached) {}

  /** Makes a session, and waits for what the caller wants to see. */
  public Made create(Caller caller, SessionRequest request, Wait wait, Duration patience)
      throws InterruptedException {
    String namespace = Objects.requireNonNullElse(request.namespace(), settings.defaultNamespace());
    if (!SessionId.isNamespace(namespace) || !served(namespace)) {
      throw invalid("namespace", "is none of those that this gateway serves");
    }
    if (!caller.mayIn(Scope.MANAGE, namespace)) {
      throw new ProblemException(
          Problem.forbidden(
              "Making sessions in " + namespace + " needs a fleet key with the scope manage."));
    }
    if (settings.maximumSessions().isPresent()
        && fleet.size() >= settings.maximumSessions().getAsInt()) {
      throw new ProblemException(
          Problem.of(
              429,
              "capacity",
              "No further session",
              "There are as many sessions as there may be: delete one, or raise"
                  + " KUBEZAP_MAX_SESSIONS."));
    }
    limit(request);
    String name =
        SessionNaming.nameOf(
            request,
            random.suffix(),
            taken -> fleet.get(new SessionId(namespace, taken)).isPresent());
    SessionId id =
        SessionId.of(namespace, name)
            .orElseThrow(
                () ->
                    invalid(
                        "name", "may have 48 lower-case letters, digits and dashes between them"));
    String key = random.key();
    WhatsAppSession made =
        asking(id, () -> writer.create(id, SessionResource.create(id, request, KeyDigest.of(key))));
    Optional<WhatsAppSession> reached =
        waiting.until(id, any -> true, UNTIL_KNOWN).isPresent() && wait != Wait.CREATED
            ? waiting.until(id, wait::reachedBy, patience)
            : Optional.of(made);
    WhatsAppSession now = reached.or(() -> fleet.get(id)).orElse(made);
    return new Made(SessionDocument.made(now, key), reached.isPresent());
  }

  /**
   * The API server limits annotations only all together, and drops fields that it does not know.
   */
  private static void limit(SessionRequest request) {
    List<String> unknown = request.unknownBehaviour();
    if (!unknown.isEmpty()) {
      throw invalid("behaviour." + unknown.getFirst(), "is not a field here");
    }
    if (Objects.requireNonNullElse(request.displayName(), "").length() > LONGEST_DISPLAY_NAME) {
      throw invalid("displayName", "may have " + LONGEST_DISPLAY_NAME + " characters");
    }
  }

  private boolean served(String namespace) {
    return settings.watchNamespaces().isEmpty() || settings.watchNamespaces().contains(namespace);
  }

  /** The session; what a caller may not read is not there for them. */
  public WhatsAppSession get(Caller caller, SessionId id) {
    return fleet
        .get(id)
        .filter(any -> !caller.scopesAt(id).isEmpty())
        .filter(any -> require(caller, Scope.READ, id))
        .orElseThrow(() -> missing(id));
  }

  /** Those that the caller may read. */
  public List<WhatsAppSession> readable(Caller caller) {
    return fleet.all().stream().filter(one -> caller.may(Scope.READ, Fleet.idOf(one))).toList();
  }

  /** Changes what the request names. */
  public WhatsAppSession change(Caller caller, SessionId id, SessionRequest request) {
    if (request.namespace() != null || request.name() != null || request.start() != null) {
      String field =
          request.namespace() != null ? "namespace" : request.name() != null ? "name" : "start";
      throw invalid(field, "cannot be changed: a session stays where it is");
    }
    limit(request);
    return update(caller, Scope.MANAGE, id, session -> SessionResource.change(session, request));
  }

  /** Starts or stops the session; waits for what the caller wants to see of a started one. */
  public Made suspend(Caller caller, SessionId id, boolean suspend, Wait wait, Duration patience)
      throws InterruptedException {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    patch.putObject("spec").put("suspend", suspend);
    WhatsAppSession changed = update(caller, Scope.MANAGE, id, any -> patch);
    return reach(id, changed, wait, patience);
  }

  /** Asks the operator for something once. */
  public Made ask(Caller caller, SessionId id, Request request, Wait wait, Duration patience)
      throws InterruptedException {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    patch
        .putObject("metadata")
        .putObject("annotations")
        .put(request.annotation(), "gateway-" + random.suffix() + random.suffix());
    WhatsAppSession changed =
        update(
            caller,
            Scope.MANAGE,
            id,
            session -> {
              if (session.getSpec().suspend() && request.needsPod()) {
                throw new ProblemException(
                    Problem.of(
                        409,
                        "session-stopped",
                        "The session is stopped",
                        "Start it first: POST /api/v1/sessions/" + id + "/start."));
              }
              return patch;
            });
    return reach(id, changed, wait, patience);
  }

  /** How many sessions there are and may be. */
  public CapacityDocument capacity(Caller caller) {
    if (!caller.mayAnywhere(Scope.READ)) {
      throw new ProblemException(Problem.forbidden("This needs the scope read."));
    }
    int used = fleet.size();
    long running = fleet.all().stream().filter(one -> !one.getSpec().suspend()).count();
    OptionalInt maximum = settings.maximumSessions();
    return maximum.isEmpty()
        ? new CapacityDocument(used, (int) running, null, null)
        : new CapacityDocument(
            used, (int) running, maximum.getAsInt(), Math.max(0, maximum.getAsInt() - used));
  }

  /** Who they are and what they may do. */
  public CallerDocument describe(Caller caller) {
    return CallerDocument.of(caller, settings.defaultNamespace());
  }

  private Made reach(SessionId id, WhatsAppSession changed, Wait wait, Duration patience)
      throws InterruptedException {
    Optional<WhatsAppSession> reached =
        wait == Wait.CREATED ? Optional.of(changed) : waiting.until(id, wait::reachedBy, patience);
    WhatsAppSession now = reached.or(() -> fleet.get(id)).orElse(changed);
    return new Made(SessionDocument.of(now), reached.isPresent());
  }

  /** A new key in the place of the one that the session's maker got, which opens nothing more. */
  public String replaceKey(Caller caller, SessionId id) throws InterruptedException {
    String key = random.key();
    KeyDigest digest = KeyDigest.of(key);
    update(caller, Scope.ADMIN, id, session -> SessionResource.replaceKey(session, digest));
    waiting.until(id, any -> fleet.ownerOf(digest).isPresent(), UNTIL_KNOWN);
    return key;
  }

  /** Deletes the session; what becomes of its data is as its resource says unless it is said. */
  public WhatsAppSession delete(Caller caller, SessionId id, Optional<Data> data) {
    WhatsAppSession last = get(caller, id);
    require(caller, Scope.ADMIN, id);
    if (data.isPresent()) {
      last = update(caller, Scope.ADMIN, id, data.get()::patch);
    }
    WhatsAppSession deleted = last;
    return asking(
        id,
        () -> {
          writer.delete(id);
          return fleet.get(id).orElse(deleted);
        });
  }

  private WhatsAppSession update(
      Caller caller, Scope scope, SessionId id, Function<WhatsAppSession, ObjectNode> patch) {
    get(caller, id);
    require(caller, scope, id);
    return asking(
        id,
        () -> {
          for (int attempt = 1; ; attempt++) {
            WhatsAppSession now = writer.read(id).orElseThrow(() -> missing(id));
            try {
              return writer.patch(id, patch.apply(now));
            } catch (KubernetesClientException e) {
              // Somebody changed it meanwhile, most likely its status.
              if (e.getCode() != 409) {
                throw e;
              }
              if (attempt == TRIES) {
                throw new ProblemException(
                    Problem.unavailable(
                        "session-busy", "The session is being changed by others: try again.", 1));
              }
            }
          }
        });
  }

  private static boolean require(Caller caller, Scope scope, SessionId id) {
    if (!caller.may(scope, id)) {
      throw new ProblemException(
          Problem.forbidden("This needs the scope " + scope.text() + " for " + id + "."));
    }
    return true;
  }

  private static WhatsAppSession asking(SessionId id, Supplier<WhatsAppSession> request) {
    try {
      return request.get();
    } catch (KubernetesClientException e) {
      throw new ProblemException(ApiServerRefusal.of(e, id));
    }
  }

  private static ProblemException missing(SessionId id) {
    return new ProblemException(Problem.notFound("There is no session " + id + "."));
  }

  private static ProblemException invalid(String field, String message) {
    return new ProblemException(Problem.invalid(List.of(new FieldError(field, message))));
  }
}
