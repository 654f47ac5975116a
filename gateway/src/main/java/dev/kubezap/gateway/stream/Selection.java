package dev.kubezap.gateway.stream;

import dev.kubezap.crd.v1alpha1.EventType;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.fleet.Fleet;
import dev.kubezap.gateway.name.SessionId;
import dev.kubezap.gateway.session.SessionFilter;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a reader wants.
 *
 * @param sessions which sessions; empty for all
 * @param filter which sessions, by what they are like
 * @param events which events, by their types; empty for all
 */
record Selection(Set<SessionId> sessions, SessionFilter filter, Set<String> events) {

  /** All types that there are. */
  static final Set<String> EVENTS =
      Stream.concat(
              Stream.of(SessionStatus.STATUS, SessionStatus.DELETED),
              Arrays.stream(EventType.values()).map(EventType::text))
          .collect(Collectors.toUnmodifiableSet());

  /** Everything. */
  static final Selection ALL =
      new Selection(
          Set.of(),
          new SessionFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
          Set.of());

  Selection {
    sessions = Set.copyOf(sessions);
    events = Set.copyOf(events);
  }

  boolean takes(WhatsAppSession session) {
    return (sessions.isEmpty() || sessions.contains(Fleet.idOf(session))) && filter.takes(session);
  }

  boolean wants(String type) {
    return events.isEmpty() || events.contains(type);
  }
}
