package dev.kubezap.pod.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Answers a request by a stream. */
@FunctionalInterface
public interface StreamHandler {

  /**
   * Takes the request over, or says that it is to be answered as a whole.
   *
   * @param request authenticated
   * @param exchange the connection's side of it; not touched when an answer is returned
   * @return a handler that answers as a whole, or empty when the stream has been begun
   * @throws ProblemException when it cannot be begun
   */
  Optional<Route.Handler> begin(Request request, HttpServerRequest exchange);
}
