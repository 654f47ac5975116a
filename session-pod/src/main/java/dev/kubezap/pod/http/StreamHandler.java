package dev.kubezap.pod.http;

import dev.kubezap.pod.server.Exchange;
import java.io.IOException;
import java.util.Optional;

/** Answers a request by a stream. */
@FunctionalInterface
public interface StreamHandler {

  /**
   * Answers by a stream and returns at its end, or says that the request is to be answered as a
   * whole.
   *
   * @param request authenticated
   * @param exchange the connection's side of it; not touched when an answer is returned
   * @return a handler that answers as a whole, or empty when the stream has ended
   * @throws ProblemException when it cannot be begun
   * @throws IOException when the reader has gone
   */
  Optional<Route.Handler> serve(Request request, Exchange exchange)
      throws IOException, InterruptedException;
}
