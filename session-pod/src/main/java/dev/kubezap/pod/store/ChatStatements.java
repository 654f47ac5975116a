package dev.kubezap.pod.store;

import dev.kubezap.pod.ownership.FencedBatch;
import dev.kubezap.pod.store.ChangeSet.Section;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.ChatSettings;
import dev.kubezap.whatsapp.store.Change;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Writes chats, and makes one of two. */
final class ChatStatements {
  private static final String PUT =
      """
      insert into kubezap.chat (session_id, id, lid, last_message_at, unread, sealed_name,
          archived, pinned_at, muted_until, marked_unread, cleared_at, deleted, labels,
          ephemeral_seconds, ephemeral_set_at)
      select ?, c.id, c.lid, c.at, c.unread, c.sealed, c.archived, c.pinned, c.muted, c.marked, c.cleared, c.deleted,
          string_to_array(c.labels, ' '), c.seconds, c.set_at
        from unnest(?::text[], ?::text[], ?::timestamptz[], ?::integer[], ?::bytea[],
          ?::boolean[], ?::timestamptz[], ?::timestamptz[], ?::boolean[], ?::timestamptz[], ?::boolean[], ?::text[],
          ?::integer[], ?::timestamptz[])
          c (id, lid, at, unread, sealed, archived, pinned, muted, marked, cleared, deleted, labels, seconds, set_at)
      on conflict (session_id, id) do update set lid = excluded.lid, last_message_at = excluded.last_message_at,
          unread = excluded.unread, sealed_name = excluded.sealed_name, archived = excluded.archived,
          pinned_at = excluded.pinned_at, muted_until = excluded.muted_until,
          marked_unread = excluded.marked_unread, cleared_at = excluded.cleared_at, deleted = excluded.deleted,
          labels = excluded.labels, ephemeral_seconds = excluded.ephemeral_seconds,
          ephemeral_set_at = excluded.ephemeral_set_at\
      """;

  private static final String MERGE =
      """
      with gone as (delete from kubezap.chat where session_id = ? and id = ? returning *)
      insert into kubezap.chat as c (session_id, id, lid, last_message_at, unread, sealed_name,
          archived, pinned_at, muted_until, marked_unread, cleared_at, deleted, labels,
          ephemeral_seconds, ephemeral_set_at)
      select session_id, ?, lid, last_message_at, unread, sealed_name,
          archived, pinned_at, muted_until, marked_unread, cleared_at, deleted, labels,
          ephemeral_seconds, ephemeral_set_at from gone
      on conflict (session_id, id) do update set lid = coalesce(c.lid, excluded.lid),
          last_message_at = greatest(c.last_message_at, excluded.last_message_at),
          unread = c.unread + excluded.unread, sealed_name = coalesce(c.sealed_name, excluded.sealed_name),
          archived = c.archived or excluded.archived, pinned_at = coalesce(c.pinned_at, excluded.pinned_at),
          muted_until = coalesce(c.muted_until, excluded.muted_until),
          marked_unread = c.marked_unread or excluded.marked_unread,
          cleared_at = greatest(c.cleared_at, excluded.cleared_at), deleted = c.deleted and excluded.deleted,
          labels = array(select unnest(c.labels) union select unnest(excluded.labels)),
          ephemeral_seconds = case when excluded.ephemeral_set_at is null
              or c.ephemeral_set_at >= excluded.ephemeral_set_at then c.ephemeral_seconds
              else excluded.ephemeral_seconds end,
          ephemeral_set_at = greatest(c.ephemeral_set_at, excluded.ephemeral_set_at)\
      """;

  /** What was merged into it before goes along. */
  private static final String MERGE_MERGED =
      "update kubezap.chat_merge set chat = ? where chat = ? and " + WholeKey.OF_SESSION;

  /** Its messages are those of the other from now on; what comes under its name later is not. */
  private static final String MERGE_MESSAGES =
      """
      insert into kubezap.chat_merge (session_id, name, number, chat)
      select s, n, (select count(*) from kubezap.chat_merge c where c.session_id = s and c.name = n), i
        from (values (?::bigint, ?::text, ?::text)) k (s, n, i)
       where (select true from kubezap.message where chat_key = hashtextextended(n, s) and chat = n
           and session_id + 0 = s order by sent_at limit 1)\
      """;

  private static final String MOVE_QUEUED =
      "update kubezap.queue set chat = ? where chat = ? and " + WholeKey.OF_SESSION;

  private final long sessionId;
  private final ChatCodec chats;

  ChatStatements(long sessionId, RowCipher cipher) {
    this.sessionId = sessionId;
    this.chats = new ChatCodec(cipher);
  }

  void add(FencedBatch batch, Section section) {
    if (!section.chats.isEmpty()) {
      put(batch, List.copyOf(section.chats.values()));
    }
    section.merges.forEach(merge -> merge(batch, merge));
  }

  private void put(FencedBatch batch, List<Chat> all) {
    byte[][] names = new byte[all.size()][];
    String[] lids = new String[all.size()];
    for (int i = 0; i < lids.length; i++) {
      names[i] = chats.sealName(all.get(i));
      lids[i] = all.get(i).lid().map(Jid::toString).map(Texts::storable).orElse(null);
    }
    batch.add(
        PUT,
        parameters ->
            parameters
                .number(sessionId)
                .array("text", MessageStatements.texts(all, chat -> chat.id().toString()))
                .array("text", lids)
                .array(
                    "text",
                    MessageStatements.texts(
                        all, chat -> MessageStatements.time(chat.lastMessageAt())))
                .array("integer", all.stream().map(Chat::unread).toArray(Integer[]::new))
                .array("bytea", names)
                .array("boolean", flags(all, ChatSettings::archived))
                .array("text", times(all, ChatSettings::pinnedAt))
                .array("text", times(all, ChatSettings::mutedUntil))
                .array("boolean", flags(all, ChatSettings::markedUnread))
                .array("text", times(all, ChatSettings::clearedAt))
                .array("boolean", flags(all, ChatSettings::deleted))
                .array("text", labels(all))
                .array("integer", timers(all))
                .array(
                    "text",
                    times(all, settings -> settings.timer().map(ChatSettings.Timer::setAt))));
  }

  /** Ids have no spaces. */
  private static String[] labels(List<Chat> all) {
    return all.stream()
        .map(chat -> String.join(" ", new TreeSet<>(chat.settings().labels())))
        .toArray(String[]::new);
  }

  private static @Nullable Integer[] timers(List<Chat> all) {
    Integer[] seconds = new Integer[all.size()];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] =
          all.get(i).settings().timer().map(timer -> (int) timer.after().toSeconds()).orElse(null);
    }
    return seconds;
  }

  private static Boolean[] flags(List<Chat> all, Predicate<ChatSettings> flag) {
    return all.stream().map(chat -> flag.test(chat.settings())).toArray(Boolean[]::new);
  }

  private static String[] times(List<Chat> all, Function<ChatSettings, Optional<Instant>> time) {
    String[] times = new String[all.size()];
    for (int i = 0; i < times.length; i++) {
      times[i] = time.apply(all.get(i).settings()).map(MessageStatements::time).orElse(null);
    }
    return times;
  }

  private void merge(FencedBatch batch, Change.MergeChats merge) {
    String from = Texts.storable(merge.from().toString());
    String into = Texts.storable(merge.into().toString());
    batch.add(MERGE, parameters -> parameters.number(sessionId).text(from).text(into));
    batch.add(MERGE_MERGED, parameters -> parameters.text(into).text(from).number(sessionId));
    batch.add(MERGE_MESSAGES, parameters -> parameters.number(sessionId).text(from).text(into));
    batch.add(MOVE_QUEUED, parameters -> parameters.text(into).text(from).number(sessionId));
  }
}
