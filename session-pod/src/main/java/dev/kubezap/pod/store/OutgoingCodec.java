package dev.kubezap.pod.store;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The row of what is needed to prepare a message and to answer its retry receipts. */
final class OutgoingCodec {
  static final String COLUMNS = "o.message_id, o.stanza_id, o.accepted_at, o.sealed";

  private static final String TABLE = "outgoing";
  private static final int TO = 1;
  private static final int MESSAGE = 2;
  private static final int DEVICE = 3;
  private static final int DELIVERED = 4;

  private final SessionCipher cipher;

  OutgoingCodec(SessionCipher cipher) {
    this.cipher = cipher;
  }

  byte[] seal(OutgoingMessage outgoing) {
    Fields fields = new Fields().add(TO, outgoing.to().toString()).add(MESSAGE, outgoing.message());
    outgoing.devices().forEach(device -> fields.add(DEVICE, device.toString()));
    outgoing.delivered().forEach(device -> fields.add(DELIVERED, device.toString()));
    return cipher.seal(TABLE, outgoing.messageId(), fields.encode());
  }

  /** Reads {@link #COLUMNS}. */
  OutgoingMessage read(ResultSet row) throws SQLException {
    String id = row.getString(1);
    Fields fields = Fields.decode(cipher.open(TABLE, id, row.getBytes(4)));
    return new OutgoingMessage(
        id,
        row.getString(2),
        Jid.of(fields.requiredText(TO)),
        fields.bytes(MESSAGE).orElse(ByteString.EMPTY),
        row.getObject(3, OffsetDateTime.class).toInstant(),
        jids(fields.all(DEVICE)),
        jids(fields.all(DELIVERED)));
  }

  private static Set<Jid> jids(List<ByteString> texts) {
    return texts.stream()
        .map(ByteString::toStringUtf8)
        .map(Jid::of)
        .collect(Collectors.toUnmodifiableSet());
  }
}
