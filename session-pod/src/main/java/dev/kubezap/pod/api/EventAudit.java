package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.outbox.StoredEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stored events as a list: by type, time and subject. A request looks at so many events at most;
 * where it stopped says its cursor.
 */
final class EventAudit {
  /** The parameters that only a list has. */
  static final Set<String> PARAMETERS = Set.of("type", "from", "to", "subject");

  private static final int STRETCH = 200;
  private static final int MOST_LOOKED_AT = 5_000;
  private static final int LONGEST_SUBJECT = 128;

  private final EventFeed feed;
  private final CloudEventJson envelopes;

  EventAudit(EventFeed feed, CloudEventJson envelopes) {
    this.feed = feed;
    this.envelopes = envelopes;
  }

  /**
   * What is wanted of them.
   *
   * @param after the sequence after which to begin
   * @param to events from then on are left out
   */
  private record Wanted(
      EventSelection types,
      Optional<String> subject,
      Optional<Instant> from,
      Optional<Instant> to,
      long after,
      int limit) {

    boolean fits(StoredEvent event) {
      return types.wants(event)
          && (subject.isEmpty() || subject.equals(event.subject()))
          && from.filter(time -> event.at().isBefore(time)).isEmpty();
    }

    boolean isOver(StoredEvent event) {
      return to.filter(time -> !event.at().isBefore(time)).isPresent();
    }
  }

  Reply list(Request request) {
    Query query = new Query(request);
    Optional<EventSelection> type =
        query.parsed("type", EventSelection::parse, EventSelection.rule());
    EventSelection events = EventRoutes.selection(query);
    Optional<String> subject =
        query
            .parsed(
                "subject",
                text ->
                    text.isEmpty() || text.length() > LONGEST_SUBJECT
                        ? Optional.empty()
                        : Optional.of(text),
                "must be the jid of a chat")
            .map(text -> Recipient.parse(text).map(Object::toString).orElse(text));
    Wanted wanted =
        new Wanted(
            type.orElse(events),
            subject,
            query.time("from"),
            query.time("to"),
            EventRoutes.after(query).orElse(0),
            query.page().limit());
    query.finish();
    return read(wanted);
  }

  private Reply read(Wanted wanted) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("items");
    long place =
        wanted
            .from()
            .map(feed::sequenceBefore)
            .map(begin -> Math.max(begin, wanted.after()))
            .orElse(wanted.after());
    int lookedAt = 0;
    while (lookedAt < MOST_LOOKED_AT && items.size() < wanted.limit()) {
      List<StoredEvent> stretch = feed.after(place, Math.max(STRETCH, wanted.limit()));
      for (StoredEvent event : stretch) {
        if (wanted.isOver(event)) {
          // Times do not go back.
          return answer(json.put("complete", true), place);
        }
        if (items.size() == wanted.limit()) {
          break;
        }
        place = event.sequence();
        lookedAt++;
        if (wanted.fits(event)) {
          items.add(envelopes.of(event));
        }
      }
      if (stretch.isEmpty()) {
        break;
      }
    }
    return answer(json, place);
  }

  private static Reply answer(ObjectNode json, long place) {
    return Reply.json(200, json.put("nextCursor", Long.toString(place)));
  }
}
