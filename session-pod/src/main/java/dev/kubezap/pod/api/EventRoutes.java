package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kubezap.pod.http.Credentials;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.http.Tickets;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.server.Exchange;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code /events}: the outbox as a list or a stream of server-sent events, and tickets. */
public final class EventRoutes {
  private static final String JSON = "application/json";
  private static final String STREAM = "text/event-stream";

  private final EventStreams streams;
  private final EventAudit audit;
  private final Tickets tickets;
  private final Clock clock;

  /**
   * @param envelopes an event's CloudEvents document
   * @param tickets what streams may be opened by in place of a key
   */
  public EventRoutes(
      EventFeed feed,
      CloudEventJson envelopes,
      EventStreams streams,
      Tickets tickets,
      Clock clock) {
    this.tickets = tickets;
    this.clock = clock;
    this.streams = streams;
    this.audit = new EventAudit(feed, envelopes);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.stream("/api/v1/events", Scope.READ, this::events),
        Route.post("/api/v1/events/tickets", Scope.READ, Route.Body.OPTIONAL_JSON, this::ticket),
        Route.get("/api/v1/events/catalog", Scope.READ, this::catalog));
  }

  /** A list for callers who want JSON or say where to begin, a stream for all others. */
  private Optional<Route.Handler> events(Request request, Exchange exchange)
      throws IOException, InterruptedException {
    boolean paged =
        request.query().containsKey("after")
            || request.query().containsKey("limit")
            || request.query().containsKey("cursor")
            || EventAudit.PARAMETERS.stream().anyMatch(request.query()::containsKey);
    String type =
        MediaRange.choose(
                request.header("accept"), paged ? List.of(JSON, STREAM) : List.of(STREAM, JSON))
            .orElseThrow(() -> new ProblemException(notAcceptable()));
    if (type.equals(JSON)) {
      return Optional.of(audit::list);
    }
    Query query = new Query(request);
    EventSelection selection = selection(query);
    OptionalLong after = after(query);
    query.finish();
    streams.serveServerSent(exchange, lastEventId(request).orElse(after), selection);
    return Optional.empty();
  }

  private Reply ticket(Request request) {
    new Query(request).finish();
    Checked.pass(new Fields(request.body()));
    return Reply.json(
        201,
        JsonNodeFactory.instance
            .objectNode()
            .put("ticket", tickets.issue(Credentials.of(request.headers()).orElseThrow()))
            .put("expiresAt", clock.instant().plus(Tickets.VALID).toString()));
  }

  private Reply catalog(Request request) {
    new Query(request).finish();
    return Reply.json(200, EventCatalog.document());
  }

  /**
   * {@code after} and {@code cursor} are one thing here: the sequence of the last event that the
   * caller has.
   */
  static OptionalLong after(Query query) {
    Optional<Long> after = query.number("after", 0, Long.MAX_VALUE);
    Optional<Long> value = after.isPresent() ? after : query.number("cursor", 0, Long.MAX_VALUE);
    query.text("cursor");
    return value.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  static EventSelection selection(Query query) {
    return query
        .parsed("events", EventSelection::parse, EventSelection.rule())
        .orElse(new EventSelection(java.util.Set.of()));
  }

  private static Optional<OptionalLong> lastEventId(Request request) {
    Optional<String> id = request.header("last-event-id").filter(text -> !text.isEmpty());
    Optional<OptionalLong> place = id.flatMap(EventRoutes::sequence).map(OptionalLong::of);
    if (id.isPresent() && place.isEmpty()) {
      throw new ProblemException(
          Problem.invalid("Last-Event-ID", "must be the id of an event of this stream"));
    }
    return place;
  }

  private static Optional<Long> sequence(String text) {
    try {
      return Optional.of(Long.parseLong(text)).filter(sequence -> sequence >= 0);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Problem notAcceptable() {
    return Problem.of(
        406,
        "not-acceptable",
        "No such form of the events",
        "Accept text/event-stream or application/json.");
  }
}
