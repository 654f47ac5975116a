package dev.kubezap.pod.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.json.MalformedJsonException;
import dev.kubezap.pod.server.BodyMemory;
import dev.kubezap.pod.server.BodyPace;
import dev.kubezap.pod.server.Exchange;
import dev.kubezap.pod.server.RefusedRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/** Reads the bodies of requests, which are JSON objects, within the limits of each and of all. */
final class BodyReader {
  private final HttpLimits limits;
  private final BodyMemory memory;

  BodyReader(HttpLimits limits) {
    this.limits = limits;
    memory = new BodyMemory(limits.allBodyBytes());
  }

  /** The memory of one request, to be closed when it is answered. */
  BodyMemory.Share share() {
    return memory.share();
  }

  /**
   * The request with its body.
   *
   * @throws ProblemException when there is no such body
   */
  Request complete(Route route, Request request, Exchange exchange, BodyMemory.Share share)
      throws IOException {
    byte[] bytes = read(exchange, share);
    if (bytes.length == 0 && route.body() == Route.Body.OPTIONAL_JSON) {
      return request;
    }
    try {
      if (Json.read(bytes) instanceof ObjectNode object) {
        return new Request(request.pathParameters(), request.query(), request.headers(), object);
      }
      throw new MalformedJsonException("it is not an object");
    } catch (MalformedJsonException e) {
      throw new ProblemException(
          malformed(400, "The body must be one JSON object: " + e.getMessage() + "."));
    }
  }

  private byte[] read(Exchange exchange, BodyMemory.Share share) throws IOException {
    try {
      return exchange.body(limits.bodyBytes(), limits.bodyTime(), share);
    } catch (RefusedRequestException e) {
      throw new ProblemException(problemOf(e, limits.bodyBytes()));
    } catch (SocketTimeoutException e) {
      throw new ProblemException(
          tooSlow("Send the whole body within " + limits.bodyTime().toSeconds() + " seconds."));
    }
  }

  /** Has a body taken as it comes. */
  Reply take(Route.Endpoint.Upload upload, Request request, Exchange exchange) throws Exception {
    BodyRules.refuseEncoding(request.headers());
    try (InputStream stream = exchange.bodyStream(upload.limit(), BodyPace.DEFAULT)) {
      String type = request.header("content-type").orElse("");
      return upload.handler().handle(request, new UploadedBody(type, stream, limits.bodyBytes()));
    } catch (RefusedRequestException e) {
      throw new ProblemException(problemOf(e, upload.limit()));
    }
  }

  private static Problem problemOf(RefusedRequestException e, long limit) {
    return switch (e.status()) {
      case 408 -> tooSlow(e.detail());
      case 413 -> BodyRules.tooLong(limit);
      case 503 ->
          Problem.unavailable(
              "too-many-bodies", "Many large requests are in work: try again shortly.", 1);
      default -> malformed(e.status(), e.detail());
    };
  }

  private static Problem tooSlow(String detail) {
    return Problem.of(408, "body-too-slow", "The body did not arrive in time", detail);
  }

  /** A request that cannot be read as what it is to be. */
  static Problem malformed(int status, String detail) {
    return Problem.of(status, "malformed-request", "The request is malformed", detail);
  }
}
