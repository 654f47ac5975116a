package dev.kubezap.pod.store;

import java.util.ArrayList;
import java.util.List;

/**
 * A table with an encrypted column, as re-encryption goes through it. Keys travel as text, whatever
 * their type.
 *
 * @param name without schema
 * @param column the encrypted one
 * @param keys the primary key's columns behind the session
 * @param contextTable SQL for what a record is bound to as its table
 * @param contextKey SQL for the bytes of what it is bound to as its key
 */
record SealedTable(
    String name, String column, List<Key> keys, String contextTable, String contextKey) {

  /** A column of a key. */
  record Key(String column, String type) {}

  /** Every encrypted column of the schema. */
  static final List<SealedTable> ALL =
      List.of(
          new SealedTable(
              "state",
              "value",
              List.of(new Key("kind", "text"), new Key("name", "bytea")),
              "'state/' || t.kind",
              "t.name"),
          bound("message", "id", "uuid", "id"),
          bound("outgoing", "message_id", "uuid", "message_id"),
          bound("outbox", "sequence", "bigint", "id"),
          new SealedTable(
              "chat", "sealed_name", List.of(new Key("id", "text")), "'chat'", "''::bytea"),
          bound("webhook", "name", "text", "name"));

  private static SealedTable bound(String name, String key, String type, String boundTo) {
    return new SealedTable(
        name,
        "sealed",
        List.of(new Key(key, type)),
        "'" + name + "'",
        "convert_to(t." + boundTo + "::text, 'UTF8')");
  }

  /**
   * Reads a page: each row's key, and what is needed to encrypt it anew when its key is not the one
   * with the id of the first parameter.
   *
   * @param first whether it is the first page, without a key to begin behind
   */
  String page(boolean first) {
    String columns = listed("t.%s");
    String behind = first ? "" : " and (" + columns + ") > (" + listed("?::%2$s") + ")";
    return "select "
        + listed("t.%s::text")
        + ", "
        + contextTable
        + ", "
        + contextKey
        + ", case when substring(t."
        + column
        + " from 2 for "
        + DataKey.ID_LENGTH
        + ") <> ? then t."
        + column
        + " end from kubezap."
        + name
        + " t where t.session_id = ?"
        + behind
        + " order by "
        + columns
        + " limit ?";
  }

  /**
   * Replaces records that are still as they were read. It waits for no lock, so that it can neither
   * hold back a commit for long nor end in a deadlock with one; what is locked is left for later.
   */
  String replace() {
    return "with f as (select * from unnest("
        + "?::text[], ".repeat(keys.size())
        + "?::bytea[], ?::bytea[]) f ("
        + listed("%s")
        + ", sealed_before, sealed_after)), k as materialized (select l.*, f.sealed_after from f"
        + " cross join lateral (select session_id, "
        + listed("%s")
        + " from kubezap."
        + name
        + " where session_id = ? and "
        + joined(" and ", "%1$s = f.%1$s::%2$s")
        + " and "
        + column
        + " = f.sealed_before for update skip locked offset 0) l) update kubezap."
        + name
        + " t set "
        + column
        + " = k.sealed_after from k where "
        + WholeKey.SAME_SESSION
        + " and "
        + joined(" and ", "t.%1$s = k.%1$s");
  }

  private String listed(String form) {
    return joined(", ", form);
  }

  private String joined(String between, String form) {
    List<String> parts = new ArrayList<>();
    keys.forEach(key -> parts.add(String.format(form, key.column(), key.type())));
    return String.join(between, parts);
  }
}
