package dev.kubezap.pod.server;

import java.io.IOException;

/** Answers requests, each on the thread of its connection; may wait. */
public interface HttpHandler {

  /**
   * Answers a request, by exactly one of the exchange's ways to answer.
   *
   * @throws IOException when the caller has gone
   */
  void handle(Exchange exchange) throws IOException, InterruptedException;

  /** What is said to a request that could not be read. */
  Response refusal(RefusedRequestException reason);
}
