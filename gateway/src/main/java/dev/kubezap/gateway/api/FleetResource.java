package dev.kubezap.gateway.api;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.access.Caller;
import dev.kubezap.gateway.front.Front;
import dev.kubezap.gateway.problem.Problem;
import dev.kubezap.gateway.problem.ProblemException;
import dev.kubezap.gateway.session.SessionFilter;
import dev.kubezap.gateway.stats.FleetStats;
import dev.kubezap.gateway.stats.StatsDocument;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The paths about all sessions. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "fleet")
@RunOnVirtualThread
public class FleetResource {

  private static final int MOST_SESSIONS = 1000;

  private final Sessions sessions;
  private final FleetStats stats;
  private final RoutingContext routing;
  private final UriInfo uri;

  /** Made for each request. */
  @Inject
  public FleetResource(
      Sessions sessions, FleetStats stats, @Context RoutingContext routing, @Context UriInfo uri) {
    this.sessions = sessions;
    this.stats = stats;
    this.routing = routing;
    this.uri = uri;
  }

  /** Sums over sessions. */
  @GET
  @Path("stats")
  @Operation(
      summary = "Sums over sessions",
      description =
          "Those that the caller may read. Every pod is asked; those that are stopped or do not"
              + " answer within five seconds are named in missing. With a session's own key: see"
              + " /session/stats.")
  @Parameter(name = "namespace", description = "those of this namespace")
  @Parameter(name = "label", description = "those with this label, name=value or name")
  public StatsDocument stats() throws InterruptedException {
    var parameters = new Parameters(uri.getQueryParameters());
    var filter =
        new SessionFilter(
            parameters.text("namespace"),
            Optional.empty(),
            parameters.text("label"),
            Optional.empty());
    parameters.finish();
    List<WhatsAppSession> wanted =
        sessions.readable(caller()).stream().filter(filter::takes).toList();
    if (wanted.size() > MOST_SESSIONS) {
      throw new ProblemException(
          Problem.of(
              422,
              "too-many-sessions",
              "Too many sessions for one sum",
              "These are "
                  + wanted.size()
                  + ", one sum takes "
                  + MOST_SESSIONS
                  + ": ask by namespace or label, or read the pods' metrics."));
    }
    return stats.of(wanted);
  }

  /** How many there may be. */
  @GET
  @Path("capacity")
  @Operation(
      summary = "How many sessions there are and may be",
      description = "Over all that this gateway serves, whoever asks.")
  public CapacityDocument capacity() {
    new Parameters(uri.getQueryParameters()).finish();
    return sessions.capacity(caller());
  }

  /** Who calls. */
  @GET
  @Path("caller")
  @Operation(
      summary = "Who calls, and what they may do",
      description =
          "For whichever key or token is presented, a session's own among them. A page shows by it"
              + " what its user may do.")
  public CallerDocument who() {
    new Parameters(uri.getQueryParameters()).finish();
    return sessions.describe(caller());
  }

  private Caller caller() {
    return routing.get(Front.CALLER);
  }
}
