package dev.kubezap.pod.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands in an address in place of a header, for callers that can set none, such as
 * EventSource, WebSocket, pictures in a page and brokers of events: a ticket, or the key itself
 * where somebody has switched that on, since addresses are kept in the logs of whatever is on the
 * way.
 */
public final class QueryCredentials {
  private static final String TICKET = "ticket";
  private static final String KEY = "apiKey";

  private final Tickets tickets;
  private final boolean keys;

  /**
   * @param tickets open a stream once
   * @param keys whether keys count there
   */
  public QueryCredentials(Tickets tickets, boolean keys) {
    this.tickets = tickets;
    this.keys = keys;
  }

  /**
   * A request without what stands in its address, which is in its headers now.
   *
   * @param headers by lower-case name
   */
  record Moved(Map<String, List<String>> query, Map<String, String> headers) {}

  /**
   * Takes what stands in the address of a request for a stream or a picture, or with an event.
   *
   * @param ticket whether a ticket counts there
   * @throws ProblemException 401 when a ticket does not count, or keys do not
   */
  Moved move(Map<String, List<String>> query, Map<String, String> headers, boolean ticket) {
    if (ticket && query.containsKey(TICKET)) {
      return new Moved(
          without(query, TICKET),
          one(query, TICKET)
              .flatMap(tickets::redeem)
              .orElseThrow(() -> new ProblemException(Tickets.refused()))
              .in(headers));
    }
    if (!query.containsKey(KEY) || Credentials.of(headers).isPresent()) {
      return new Moved(query, headers);
    }
    if (!keys) {
      throw new ProblemException(
          refused(
              "Take a ticket at POST /api/v1/events/tickets, or let spec.api.keyInQuery"
                  + " (KUBEZAP_KEY_IN_QUERY) be true."));
    }
    return new Moved(
        without(query, KEY),
        one(query, KEY)
            .filter(key -> !key.isBlank())
            .map(Credentials::ofKey)
            .orElseThrow(() -> new ProblemException(refused("Give one apiKey.")))
            .in(headers));
  }

  private static Problem refused(String detail) {
    return Problem.of(401, "key-in-query-refused", "The key in the address does not count", detail);
  }

  private static Optional<String> one(Map<String, List<String>> query, String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  private static Map<String, List<String>> without(Map<String, List<String>> query, String name) {
    Map<String, List<String>> rest = new LinkedHashMap<>(query);
    rest.remove(name);
    return rest;
  }
}
