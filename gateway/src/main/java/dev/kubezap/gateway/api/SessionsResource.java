package dev.kubezap.gateway.api;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.access.Caller;
import dev.kubezap.gateway.front.Front;
import dev.kubezap.gateway.name.SessionId;
import dev.kubezap.gateway.problem.Problem;
import dev.kubezap.gateway.problem.ProblemException;
import dev.kubezap.gateway.session.SessionDocument;
import dev.kubezap.gateway.session.SessionFilter;
import dev.kubezap.gateway.session.SessionPage;
import dev.kubezap.gateway.session.SessionRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The paths of sessions. */
@Path("/api/v1/sessions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "sessions")
@RunOnVirtualThread
public class SessionsResource {

  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration USUAL = Duration.ofSeconds(60);

  private final Sessions sessions;
  private final RoutingContext routing;
  private final UriInfo uri;

  /** Made for each request. */
  @Inject
  public SessionsResource(
      Sessions sessions, @Context RoutingContext routing, @Context UriInfo uri) {
    this.sessions = sessions;
    this.routing = routing;
    this.uri = uri;
  }

  /** Makes a session. */
  @POST
  @Operation(
      summary = "Make a session",
      description =
          "Answers with its id and, this once, its key. With wait=qr or wait=connected it is"
              + " answered by 201 when that is reached and by 202 when it is not in time. The name"
              + " is made of displayName when it is left out.")
  @Parameter(name = "wait", description = "created (default), qr or connected")
  @Parameter(name = "timeout", description = "How long it waits, PT60S, at most PT5M.")
  @RequestBody(content = @Content(schema = @Schema(implementation = SessionRequest.class)))
  public Response create(byte[] body) throws InterruptedException {
    var parameters = parameters();
    Wait wait = wait(parameters);
    Duration patience = patience(parameters);
    parameters.finish();
    SessionRequest request = Bodies.read(body, SessionRequest.class, SessionRequest.EMPTY);
    Sessions.Made made = sessions.create(caller(), request, wait, patience);
    routing.put(Front.SESSION, made.document().id());
    return Response.status(made.reached() ? 201 : 202)
        .header("Location", "/api/v1/sessions/" + made.document().id())
        .entity(made.document())
        .build();
  }

  /** Lists sessions. */
  @GET
  @Operation(summary = "List sessions", description = "Those that the caller may read, by id.")
  @Parameter(name = "namespace", description = "those of this namespace")
  @Parameter(name = "phase", description = "those in this phase, such as Connected")
  @Parameter(name = "label", description = "those with this label, name=value or name")
  @Parameter(
      name = "q",
      description = "those with this in name, display name, metadata or phone number")
  @Parameter(name = "limit", description = "1 to 200, 50")
  @Parameter(name = "cursor", description = "nextCursor of the part before")
  @Parameter(name = "skip", description = "how many are left out, up to 10000")
  public SessionPage list() {
    var parameters = parameters();
    var filter =
        new SessionFilter(
            parameters.text("namespace"),
            parameters.text("phase"),
            parameters.text("label"),
            parameters.text("q"));
    int limit = parameters.number("limit", 1, 200, 50);
    int skip = parameters.number("skip", 0, 10_000, 0);
    Optional<String> after =
        parameters.parsed("cursor", SessionPage::parse, "must be a nextCursor as it was answered");
    parameters.finish();
    List<WhatsAppSession> wanted =
        sessions.readable(caller()).stream().filter(filter::takes).toList();
    return SessionPage.of(wanted, after, skip, limit);
  }

  /** Tells one session. */
  @GET
  @Path("{namespace}/{name}")
  @Operation(summary = "Get a session")
  public SessionDocument get(
      @PathParam("namespace") String namespace, @PathParam("name") String name) {
    parameters().finish();
    return SessionDocument.of(sessions.get(caller(), id(namespace, name)));
  }

  /** Changes a session. */
  @PATCH
  @Path("{namespace}/{name}")
  @Operation(
      summary = "Change a session",
      description = "What is left out stays. A metadata entry of null is taken away.")
  @RequestBody(content = @Content(schema = @Schema(implementation = SessionRequest.class)))
  public SessionDocument change(
      @PathParam("namespace") String namespace, @PathParam("name") String name, byte[] body) {
    parameters().finish();
    SessionRequest request = Bodies.read(body, SessionRequest.class, SessionRequest.EMPTY);
    return SessionDocument.of(sessions.change(caller(), id(namespace, name), request));
  }

  /** Deletes a session. */
  @DELETE
  @Path("{namespace}/{name}")
  @Operation(
      summary = "Delete a session",
      description =
          "Goes on after the answer: the device is logged out, then everything is erased. With"
              + " data=keep it stays linked, and a session of the same name goes on with it.")
  @Parameter(name = "data", description = "keep or erase; left out: as its resource says")
  public Response delete(@PathParam("namespace") String namespace, @PathParam("name") String name) {
    var parameters = parameters();
    Optional<Data> data =
        parameters
            .oneOf("data", List.of("keep", "erase"))
            .map(word -> Data.valueOf(word.toUpperCase(Locale.ROOT)));
    parameters.finish();
    WhatsAppSession session = sessions.delete(caller(), id(namespace, name), data);
    return Response.accepted(SessionDocument.of(session)).build();
  }

  /** Starts a session. */
  @POST
  @Path("{namespace}/{name}/start")
  @Operation(summary = "Start a stopped session")
  @Parameter(name = "wait", description = "created (default: not at all), qr or connected")
  @Parameter(name = "timeout", description = "How long it waits, PT60S, at most PT5M.")
  public Response start(@PathParam("namespace") String namespace, @PathParam("name") String name)
      throws InterruptedException {
    var parameters = parameters();
    Wait wait = wait(parameters);
    Duration patience = patience(parameters);
    parameters.finish();
    return accepted(sessions.suspend(caller(), id(namespace, name), false, wait, patience));
  }

  /** Stops a session. */
  @POST
  @Path("{namespace}/{name}/stop")
  @Operation(summary = "Stop a session", description = "It stays linked, everything is kept.")
  public Response stop(@PathParam("namespace") String namespace, @PathParam("name") String name)
      throws InterruptedException {
    parameters().finish();
    return accepted(sessions.suspend(caller(), id(namespace, name), true, Wait.CREATED, USUAL));
  }

  /** A new pod. */
  @POST
  @Path("{namespace}/{name}/restart")
  @Operation(summary = "Run the session in a new pod")
  public Response restart(@PathParam("namespace") String namespace, @PathParam("name") String name)
      throws InterruptedException {
    return ask(namespace, name, Request.RESTART);
  }

  /** A new connection. */
  @POST
  @Path("{namespace}/{name}/reconnect")
  @Operation(
      summary = "Connect anew",
      description = "For a session that waits for a person, the decision to go on.")
  public Response reconnect(
      @PathParam("namespace") String namespace, @PathParam("name") String name)
      throws InterruptedException {
    return ask(namespace, name, Request.RECONNECT);
  }

  /** Unlinks the device. */
  @POST
  @Path("{namespace}/{name}/logout")
  @Operation(summary = "Unlink the device")
  public Response logOut(@PathParam("namespace") String namespace, @PathParam("name") String name)
      throws InterruptedException {
    return ask(namespace, name, Request.LOG_OUT);
  }

  /** A new QR. */
  @POST
  @Path("{namespace}/{name}/repair")
  @Operation(summary = "Unlink the device and show a new QR or code")
  @Parameter(name = "wait", description = "created (default: not at all), qr or connected")
  @Parameter(name = "timeout", description = "How long it waits, PT60S, at most PT5M.")
  public Response repair(@PathParam("namespace") String namespace, @PathParam("name") String name)
      throws InterruptedException {
    return ask(namespace, name, Request.REPAIR);
  }

  /** A new key. */
  @POST
  @Path("{namespace}/{name}/keys")
  @Operation(
      summary = "Replace the session's key",
      description =
          "Answers with a new one, this once; the one before, which its making or this answered,"
              + " opens nothing more at the gateway at once, and at the pod about a minute later.")
  public Response replaceKey(
      @PathParam("namespace") String namespace, @PathParam("name") String name)
      throws InterruptedException {
    parameters().finish();
    String key = sessions.replaceKey(caller(), id(namespace, name));
    return Response.status(201).entity(Map.of("apiKey", key)).build();
  }

  private Response ask(String namespace, String name, Request request) throws InterruptedException {
    var parameters = parameters();
    Wait wait = wait(parameters);
    Duration patience = patience(parameters);
    parameters.finish();
    return accepted(sessions.ask(caller(), id(namespace, name), request, wait, patience));
  }

  private static Response accepted(Sessions.Made made) {
    return Response.status(202).entity(made.document()).build();
  }

  private Caller caller() {
    return routing.get(Front.CALLER);
  }

  private Parameters parameters() {
    return new Parameters(uri.getQueryParameters());
  }

  private static Wait wait(Parameters parameters) {
    return parameters.oneOf("wait", Wait.NAMES).map(Wait::of).orElse(Wait.CREATED);
  }

  private static Duration patience(Parameters parameters) {
    return parameters.duration("timeout", LONGEST, USUAL);
  }

  private SessionId id(String namespace, String name) {
    routing.put(Front.SESSION, namespace + "/" + name);
    return SessionId.of(namespace, name)
        .orElseThrow(() -> new ProblemException(Problem.notFound("No session can be called so.")));
  }
}
