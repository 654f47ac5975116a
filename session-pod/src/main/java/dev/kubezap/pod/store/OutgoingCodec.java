package dev.kubezap.pod.store;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.store.ChangeSet.Section;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.SendPlan;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The row of what is needed to prepare a message and to answer its retry receipts. The encoded
 * message is left to the message's own row where that holds the same.
 */
final class OutgoingCodec {
  /** Of {@code o}, the row, and {@code m}, its message's. */
  static final String COLUMNS =
      "o.message_id, o.stanza_id, o.accepted_at, o.sealed, o.delivered, m.sealed";

  private static final String TABLE = "outgoing";
  private static final int TO = 1;
  private static final int MESSAGE = 2;
  private static final int DEVICE = 3;
  private static final int DELIVERED = 4;

  /** The message is the one of the message's row. */
  private static final int AS_STORED = 5;

  /** The id of the message that it changes. */
  private static final int CHANGES = 6;

  /** Milliseconds since 1970, as text. */
  private static final int NOT_BEFORE = 7;

  private static final int NOT_AFTER = 8;

  /** Milliseconds. */
  private static final int TYPING = 9;

  /** The trace context of its request. */
  private static final int TRACE = 10;

  /** So many devices have a bit of their own in the row; that others have it is encrypted. */
  private static final int BITS = Long.SIZE - 1;

  private final RowCipher cipher;
  private final MessageCodec messages;

  OutgoingCodec(RowCipher cipher) {
    this.cipher = cipher;
    this.messages = new MessageCodec(cipher);
  }

  /**
   * The encrypted part.
   *
   * @param section tells which messages' rows are certain to be there
   */
  byte[] seal(OutgoingMessage outgoing, Section section) {
    Optional<StoredMessage> stored = section.stored(outgoing.messageId());
    NumberedFields fields = new NumberedFields().add(TO, outgoing.to().toString());
    if (stored.filter(message -> message.encoded().equals(outgoing.message())).isPresent()) {
      fields.add(AS_STORED, ByteString.EMPTY);
    } else {
      fields.add(MESSAGE, outgoing.message());
    }
    outgoing.changes().ifPresent(id -> fields.add(CHANGES, id));
    SendPlan plan = outgoing.plan();
    plan.notBefore().ifPresent(at -> fields.add(NOT_BEFORE, Long.toString(at.toEpochMilli())));
    plan.notAfter().ifPresent(at -> fields.add(NOT_AFTER, Long.toString(at.toEpochMilli())));
    if (plan.typing().isPositive()) {
      fields.add(TYPING, Long.toString(plan.typing().toMillis()));
    }
    outgoing.trace().ifPresent(context -> fields.add(TRACE, context));
    List<Jid> devices = ordered(outgoing.devices());
    devices.forEach(device -> fields.add(DEVICE, device.toString()));
    outgoing.delivered().stream()
        .filter(device -> !hasBit(devices, device))
        .forEach(device -> fields.add(DELIVERED, device.toString()));
    return cipher.seal(TABLE, outgoing.messageId(), fields.encode());
  }

  /** Whether the devices that have the message can be told without the encrypted part. */
  static boolean isPlain(OutgoingMessage outgoing) {
    List<Jid> devices = ordered(outgoing.devices());
    return outgoing.delivered().stream().allMatch(device -> hasBit(devices, device));
  }

  /** A bit for each device that has the message. */
  static long delivered(OutgoingMessage outgoing) {
    List<Jid> devices = ordered(outgoing.devices());
    long bits = 0;
    for (Jid device : outgoing.delivered()) {
      if (hasBit(devices, device)) {
        bits |= 1L << devices.indexOf(device);
      }
    }
    return bits;
  }

  /** Reads {@link #COLUMNS}. */
  OutgoingMessage read(ResultSet row) throws SQLException {
    String id = row.getString(1);
    NumberedFields fields = NumberedFields.decode(cipher.open(TABLE, id, row.getBytes(4)));
    List<Jid> devices = ordered(jids(fields.all(DEVICE)));
    Set<Jid> delivered = new HashSet<>(jids(fields.all(DELIVERED)));
    long bits = row.getLong(5);
    for (int i = 0; i < Math.min(devices.size(), BITS); i++) {
      if ((bits >>> i & 1) == 1) {
        delivered.add(devices.get(i));
      }
    }
    return new OutgoingMessage(
        id,
        row.getString(2),
        Jid.of(fields.requiredText(TO)),
        fields.bytes(AS_STORED).isPresent()
            ? messages.encoded(id, row.getBytes(6))
            : fields.bytes(MESSAGE).orElse(ByteString.EMPTY),
        row.getObject(3, OffsetDateTime.class).toInstant(),
        Set.copyOf(devices),
        delivered,
        fields.text(CHANGES),
        plan(fields),
        fields.text(TRACE));
  }

  /** When it may be sent, from the encrypted part alone. */
  SendPlan plan(String id, byte[] sealed) {
    return plan(NumberedFields.decode(cipher.open(TABLE, id, sealed)));
  }

  private static SendPlan plan(NumberedFields fields) {
    return new SendPlan(
        number(fields, NOT_BEFORE).map(Instant::ofEpochMilli),
        number(fields, NOT_AFTER).map(Instant::ofEpochMilli),
        number(fields, TYPING).map(Duration::ofMillis).orElse(Duration.ZERO));
  }

  private static Optional<Long> number(NumberedFields fields, int field) {
    try {
      return fields.text(field).map(Long::valueOf);
    } catch (NumberFormatException e) {
      throw new StoredStateException("field " + field + " of a stored value is no number", e);
    }
  }

  private static boolean hasBit(List<Jid> devices, Jid device) {
    int index = devices.indexOf(device);
    return index >= 0 && index < BITS;
  }

  /** The order that the bits stand for, whatever order the devices were written in. */
  private static List<Jid> ordered(Collection<Jid> devices) {
    return devices.size() < 2
        ? List.copyOf(devices)
        : devices.stream().sorted(Comparator.comparing(Jid::toString)).toList();
  }

  private static List<Jid> jids(List<ByteString> texts) {
    return texts.stream().map(ByteString::toStringUtf8).map(Jid::of).toList();
  }
}
