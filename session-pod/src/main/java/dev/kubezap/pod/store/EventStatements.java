package dev.kubezap.pod.store;

import dev.kubezap.pod.ownership.FencedBatch;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.store.Change;
import java.util.List;
import java.util.function.Function;

/** Appends events; their sequence comes from the fenced commit. */
final class EventStatements {
  /** What an event's encryption is bound to beside its id. */
  static final String TABLE = "outbox";

  private static final String APPEND =
      """
      insert into kubezap.outbox (session_id, sequence, id, type, subject, at, sealed)
      select ?, e.* from unnest(?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::timestamptz[], ?::bytea[]) e\
      """;

  private final long sessionId;
  private final SessionCipher cipher;
  private final Function<SessionEvent, byte[]> data;

  EventStatements(long sessionId, SessionCipher cipher, Function<SessionEvent, byte[]> data) {
    this.sessionId = sessionId;
    this.cipher = cipher;
    this.data = data;
  }

  void add(FencedBatch batch, List<Change.Append> events) {
    if (events.isEmpty()) {
      return;
    }
    int count = events.size();
    Long[] sequences = new Long[count];
    String[] subjects = new String[count];
    byte[][] sealed = new byte[count][];
    for (int i = 0; i < count; i++) {
      Change.Append append = events.get(i);
      sequences[i] = batch.nextSequence();
      subjects[i] = append.event().subject().map(Jid::toString).map(Texts::storable).orElse(null);
      sealed[i] = cipher.seal(TABLE, append.id(), data.apply(append.event()));
    }
    batch.add(
        APPEND,
        parameters ->
            parameters
                .number(sessionId)
                .array("bigint", sequences)
                .array("text", MessageStatements.texts(events, Change.Append::id))
                .array("text", MessageStatements.texts(events, append -> append.event().type()))
                .array("text", subjects)
                .array(
                    "text",
                    MessageStatements.texts(events, append -> MessageStatements.time(append.at())))
                .array("bytea", sealed));
  }
}
