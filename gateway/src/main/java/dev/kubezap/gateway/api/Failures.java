package dev.kubezap.gateway.api;

import dev.kubezap.gateway.problem.Problem;
import dev.kubezap.gateway.problem.ProblemException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers what goes wrong with a problem document. */
public class Failures {

  private static final Logger LOG = Logger.getLogger(Failures.class);

  /** What a caller did wrong, or what is away. */
  @ServerExceptionMapper
  public Response problem(ProblemException expected) {
    return response(expected.problem());
  }

  /** What the framework refuses: paths, methods, media types. */
  @ServerExceptionMapper
  public Response framework(WebApplicationException refusal) {
    int status = refusal.getResponse().getStatus();
    Problem problem =
        switch (status) {
          case 404 -> Problem.notFound("This path does not exist: see /openapi.json.");
          case 405 ->
              Problem.of(
                  405,
                  "method-not-allowed",
                  "The path exists for other methods",
                  "See /openapi.json for those that do.");
          case 406 ->
              Problem.of(
                  406, "not-acceptable", "There is no such form", "Accept application/json.");
          case 415 ->
              Problem.of(
                  415,
                  "unsupported-media-type",
                  "The body is of another kind",
                  "Send application/json.");
          default -> Problem.of(status, "refused", "The request is refused", "See /openapi.json.");
        };
    return response(problem);
  }

  /** A defect. */
  @ServerExceptionMapper
  public Response defect(Exception defect) {
    LOG.error("A request failed", defect);
    return response(
        Problem.of(500, "internal", "The gateway has a defect", "Its log has the cause."));
  }

  private static Response response(Problem problem) {
    Response.ResponseBuilder response =
        Response.status(problem.status())
            .type(Problem.MEDIA_TYPE)
            .header("Cache-Control", "no-store")
            .entity(problem.document().toString());
    problem.headers().forEach(response::header);
    return response.build();
  }
}
