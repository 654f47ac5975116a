package dev.kubezap.pod.store;

import dev.kubezap.pod.document.EventJson;
import dev.kubezap.pod.ownership.FencedBatch;
import dev.kubezap.pod.store.ChangeSet.Section;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.store.Change;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Appends events; their sequence comes from the fenced commit. An event that tells nothing but what
 * a message's row has in the clear anyway is stored as that, which spares its encryption: {@link
 * EventCodec} makes the same document of it.
 */
final class EventStatements {
  private static final String APPEND =
      """
      insert into kubezap.outbox (session_id, sequence, id, type, subject, at, sealed, message_id, stanza_id, status)
      select ?, e.* from unnest(?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::timestamptz[], ?::bytea[], ?::uuid[],
          ?::text[], ?::text[]) e\
      """;

  /**
   * The same where an event goes back to a request that is traced: the others have no column for
   * it.
   */
  private static final String APPEND_TRACED =
      """
      insert into kubezap.outbox (session_id, sequence, id, type, subject, at, sealed, message_id, stanza_id, status, trace)
      select ?, e.* from unnest(?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::timestamptz[], ?::bytea[], ?::uuid[],
          ?::text[], ?::text[], ?::text[]) e\
      """;

  /** What is stored instead of an event's document. */
  private record Reference(String messageId, Optional<String> stanzaId, String status) {}

  private final long sessionId;
  private final RowCipher cipher;

  EventStatements(long sessionId, RowCipher cipher) {
    this.sessionId = sessionId;
    this.cipher = cipher;
  }

  void add(FencedBatch batch, Section section) {
    List<Change.Append> events = section.events;
    if (events.isEmpty()) {
      return;
    }
    int count = events.size();
    Long[] sequences = new Long[count];
    @Nullable String[] subjects = new String[count];
    byte[][] sealed = new byte[count][];
    @Nullable String[] messageIds = new String[count];
    @Nullable String[] stanzaIds = new String[count];
    @Nullable String[] statuses = new String[count];
    for (int i = 0; i < count; i++) {
      Change.Append append = events.get(i);
      sequences[i] = batch.nextSequence();
      subjects[i] = append.event().subject().map(Jid::toString).map(Texts::storable).orElse(null);
      Optional<Reference> reference = reference(append.event(), section);
      if (reference.isPresent()) {
        messageIds[i] = reference.get().messageId();
        stanzaIds[i] = reference.get().stanzaId().orElse(null);
        statuses[i] = reference.get().status();
      } else {
        sealed[i] = cipher.seal(EventCodec.TABLE, append.id(), EventJson.of(append.event()));
      }
    }
    boolean traced = events.stream().anyMatch(append -> append.trace().isPresent());
    batch.add(
        traced ? APPEND_TRACED : APPEND,
        parameters -> {
          parameters
              .number(sessionId)
              .array("bigint", sequences)
              .array("text", MessageStatements.texts(events, Change.Append::id))
              .array("text", MessageStatements.texts(events, append -> append.event().type()))
              .array("text", subjects)
              .array(
                  "text",
                  MessageStatements.texts(events, append -> MessageStatements.time(append.at())))
              .array("bytea", sealed)
              .array("text", messageIds)
              .array("text", stanzaIds)
              .array("text", statuses);
          if (traced) {
            parameters.array("text", traces(events));
          }
        });
  }

  private static @Nullable String[] traces(List<Change.Append> events) {
    @Nullable String[] traces = new String[events.size()];
    for (int i = 0; i < traces.length; i++) {
      traces[i] = events.get(i).trace().orElse(null);
    }
    return traces;
  }

  private static Optional<Reference> reference(SessionEvent event, Section section) {
    return switch (event) {
      case MessageEvent.StatusChanged changed
          when changed.failure().isEmpty()
              && isColumn(changed.stanzaId())
              && isColumn(changed.chat().toString())
              && isId(changed.id()) ->
          Optional.of(
              new Reference(
                  changed.id(), Optional.of(changed.stanzaId()), changed.status().name()));
      case MessageEvent.Sent sent
          when sent.message().failure().isEmpty()
              && isColumn(sent.message().chat().toString())
              && section.stored(sent.message().id()).isPresent() ->
          Optional.of(
              new Reference(sent.message().id(), Optional.empty(), sent.message().status().name()));
      default -> Optional.empty();
    };
  }

  private static boolean isColumn(String text) {
    return Texts.storable(text).equals(text);
  }

  /** Whether the column gives this very text back. */
  private static boolean isId(String text) {
    try {
      return UUID.fromString(text).toString().equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
