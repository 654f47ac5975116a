package dev.kubezap.pod.store;

import dev.kubezap.pod.ownership.FencedBatch;
import dev.kubezap.pod.store.ChangeSet.RecordName;
import dev.kubezap.pod.store.ChangeSet.Section;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

/** Writes key-value records. */
final class RecordStatements {
  private static final String PUT =
      """
      insert into kubezap.state (session_id, kind, name, value)
      select ?, r.kind, r.name, r.value
        from unnest(?::text[], ?::bytea[], ?::bytea[]) r (kind, name, value)
      on conflict (session_id, kind, name)
      do update set value = excluded.value, changed_at = clock_timestamp()\
      """;

  private static final String REMOVE =
      WholeKey.delete("state", "?::text[], ?::bytea[]", "kind", "name");

  private final long sessionId;
  private final RowCipher cipher;

  RecordStatements(long sessionId, RowCipher cipher) {
    this.sessionId = sessionId;
    this.cipher = cipher;
  }

  void add(FencedBatch batch, Section section) {
    if (!section.removals.isEmpty()) {
      Collection<RecordName> removals = section.removals.keySet();
      batch.add(
          REMOVE,
          parameters ->
              parameters
                  .number(sessionId)
                  .array("text", kinds(removals))
                  .array("bytea", names(removals)));
    }
    Map<RecordName, byte[]> encoded = section.encodedPuts();
    if (!encoded.isEmpty()) {
      byte[][] values = encoded.entrySet().stream().map(this::sealed).toArray(byte[][]::new);
      Collection<RecordName> puts = encoded.keySet();
      batch.add(
          PUT,
          parameters ->
              parameters
                  .number(sessionId)
                  .array("text", kinds(puts))
                  .array("bytea", names(puts))
                  .array("bytea", values));
    }
  }

  private byte[] sealed(Map.Entry<RecordName, byte[]> put) {
    return cipher.seal(table(put.getKey().kind()), put.getKey().name(), put.getValue());
  }

  /** What a record's encryption is bound to beside its name. */
  static String table(String kind) {
    return "state/" + kind;
  }

  static String[] kinds(Collection<RecordName> records) {
    return records.stream().map(RecordName::kind).toArray(String[]::new);
  }

  static byte[][] names(Collection<RecordName> records) {
    return records.stream()
        .map(record -> record.name().getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
  }
}
