package dev.kubezap.pod.store;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.content.Contents;
import dev.kubezap.whatsapp.content.SystemContent;
import dev.kubezap.whatsapp.content.UnreadableContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A message's row: columns to find it by, and one encrypted part with what it says. */
final class MessageCodec {
  /** The chat that the message belongs to: the stored one, or the one that this was merged into. */
  static final String CHAT =
      "coalesce((select c.chat from kubezap.chat_merge c where c.session_id = message.session_id"
          + " and c.name = message.chat and c.number = message.chat_merges), message.chat)";

  /** Of a query that selects {@link #SELECTED}. */
  static final String COLUMNS =
      "id, stanza_id, chat, chat_lid, sender, sender_device, from_me, sent_at, status, sealed";

  /** The columns, of {@code kubezap.message}. */
  static final String SELECTED = COLUMNS.replace(" chat,", " " + CHAT + " as chat,");

  private static final String TABLE = "message";

  /** What older versions stored beside the protobuf; needed of those that could not be read. */
  private static final int CONTENT = 1;

  private static final int ENCODED = 2;
  private static final int PUSH_NAME = 3;
  private static final int FAILURE = 4;
  private static final int METADATA = 5;
  private static final int STANZA_ID = 6;
  private static final int UNREADABLE = 7;
  private static final int SYSTEM = 8;

  /** Inside what older versions wrote as {@link #CONTENT}: why a message could not be read. */
  private static final int OLD_REASON = 2;

  private static final int CODE = 1;
  private static final int WHATSAPP_CODE = 2;
  private static final int REASON = 3;

  private final RowCipher cipher;

  MessageCodec(RowCipher cipher) {
    this.cipher = cipher;
  }

  byte[] seal(StoredMessage message) {
    NumberedFields fields =
        new NumberedFields().add(ENCODED, message.encoded()).add(PUSH_NAME, message.pushName());
    if (message.content() instanceof UnreadableContent unreadable) {
      fields.add(UNREADABLE, unreadable.reason());
    }
    if (message.content() instanceof SystemContent system) {
      fields.add(SYSTEM, system.encode());
    }
    if (!Texts.storable(message.stanzaId()).equals(message.stanzaId())) {
      fields.add(STANZA_ID, message.stanzaId());
    }
    message.failure().ifPresent(failure -> fields.add(FAILURE, encode(failure)));
    message
        .metadata()
        .forEach(
            (name, value) ->
                fields.add(
                    METADATA,
                    ByteString.copyFrom(new NumberedFields().add(1, name).add(2, value).encode())));
    return cipher.seal(TABLE, message.id(), fields.encode());
  }

  /** Reads {@link #COLUMNS}. */
  StoredMessage read(ResultSet row) throws SQLException {
    String id = row.getString(1);
    NumberedFields fields = NumberedFields.decode(cipher.open(TABLE, id, row.getBytes(10)));
    Map<String, String> metadata = new HashMap<>();
    for (ByteString entry : fields.all(METADATA)) {
      NumberedFields pair = NumberedFields.decode(entry.toByteArray());
      metadata.put(pair.requiredText(1), pair.requiredText(2));
    }
    return new StoredMessage(
        id,
        fields.text(STANZA_ID).orElse(row.getString(2)),
        Jid.of(row.getString(3)),
        Optional.ofNullable(row.getString(4)).map(Jid::of),
        Jid.of(row.getString(5)),
        row.getInt(6),
        row.getBoolean(7),
        fields.text(PUSH_NAME),
        row.getObject(8, OffsetDateTime.class).toInstant(),
        content(fields),
        fields.bytes(ENCODED).orElse(ByteString.EMPTY),
        status(row.getString(9)),
        fields.bytes(FAILURE).map(MessageCodec::failure),
        metadata);
  }

  /** What it says is read from the protobuf, so that a later version reads more of it. */
  private static Content content(NumberedFields fields) {
    Optional<ByteString> system = fields.bytes(SYSTEM);
    if (system.isPresent()) {
      return SystemContent.decode(system.get());
    }
    Optional<ByteString> encoded = fields.bytes(ENCODED).filter(message -> !message.isEmpty());
    Optional<String> unreadable =
        fields
            .text(UNREADABLE)
            .or(
                () ->
                    fields
                        .bytes(CONTENT)
                        .filter(_ -> encoded.isEmpty())
                        .flatMap(old -> NumberedFields.decode(old.toByteArray()).text(OLD_REASON)));
    return unreadable
        .<Content>map(UnreadableContent::new)
        .orElseGet(() -> Contents.read(encoded.orElse(ByteString.EMPTY)));
  }

  /** The encoded message of a row's encrypted part. */
  ByteString encoded(String id, byte[] sealed) {
    return NumberedFields.decode(cipher.open(TABLE, id, sealed))
        .bytes(ENCODED)
        .orElse(ByteString.EMPTY);
  }

  private static MessageStatus status(String name) {
    try {
      return MessageStatus.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new StoredStateException("a stored message has unknown status " + name, e);
    }
  }

  private static ByteString encode(MessageFailure failure) {
    NumberedFields fields =
        new NumberedFields().add(CODE, failure.code()).add(REASON, failure.reason());
    failure.whatsappCode().ifPresent(code -> fields.add(WHATSAPP_CODE, Integer.toString(code)));
    return ByteString.copyFrom(fields.encode());
  }

  private static MessageFailure failure(ByteString encoded) {
    NumberedFields fields = NumberedFields.decode(encoded.toByteArray());
    return new MessageFailure(
        fields.requiredText(CODE),
        fields
            .text(WHATSAPP_CODE)
            .map(code -> OptionalInt.of(Integer.parseInt(code)))
            .orElse(OptionalInt.empty()),
        fields.requiredText(REASON));
  }
}
