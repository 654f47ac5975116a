package dev.kubezap.pod.store;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.ChatSettings;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A chat's row. Its encrypted name is not bound to the chat's id, which a merge changes. */
final class ChatCodec {
  static final String COLUMNS =
      "id, lid, last_message_at, unread, sealed_name, archived, pinned_at, muted_until, marked_unread,"
          + " cleared_at, deleted, labels, ephemeral_seconds, ephemeral_set_at";

  private static final String TABLE = "chat";

  private final RowCipher cipher;

  ChatCodec(RowCipher cipher) {
    this.cipher = cipher;
  }

  /** Null when the chat has no name. */
  byte @Nullable [] sealName(Chat chat) {
    return chat.name()
        .map(name -> cipher.seal(TABLE, "", name.getBytes(StandardCharsets.UTF_8)))
        .orElse(null);
  }

  /** Reads {@link #COLUMNS}. */
  Chat read(ResultSet row) throws SQLException {
    return new Chat(
        Jid.of(row.getString(1)),
        Optional.ofNullable(row.getString(2)).map(Jid::of),
        Optional.ofNullable(row.getBytes(5))
            .map(name -> new String(cipher.open(TABLE, "", name), StandardCharsets.UTF_8)),
        row.getObject(3, OffsetDateTime.class).toInstant(),
        row.getInt(4),
        new ChatSettings(
            row.getBoolean(6),
            time(row, 7),
            time(row, 8),
            row.getBoolean(9),
            time(row, 10),
            row.getBoolean(11),
            Set.of((String[]) row.getArray(12).getArray()),
            timer(row)));
  }

  private static Optional<ChatSettings.Timer> timer(ResultSet row) throws SQLException {
    Duration after = Duration.ofSeconds(row.getInt(13));
    return time(row, 14).map(at -> new ChatSettings.Timer(after, at));
  }

  private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
