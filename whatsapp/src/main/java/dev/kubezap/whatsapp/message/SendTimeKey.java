package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something waits for a time: named so that what is due first comes first. The record is its own
 * value; what waits says the rest.
 *
 * @param of what happens then
 * @param at whole milliseconds
 * @param id {@link OutgoingMessage#messageId()}
 */
record SendTimeKey(Kind of, Instant at, String id) implements RecordKey<Boolean> {
  private static final int DIGITS = 15;

  /** What happens then. */
  enum Kind {
    /** It joins the queue. */
    DELAYED(RecordKind.DELAYED_SEND.text()),
    /** It is not sent any more, if it still waits. */
    EXPIRING(RecordKind.EXPIRING_SEND.text());

    private final String stored;

    Kind(String stored) {
      this.stored = stored;
    }

    String stored() {
      return stored;
    }
  }

  SendTimeKey {
    at = Instant.ofEpochMilli(at.toEpochMilli());
  }

  /** The times that a message waits for. */
  static List<SendTimeKey> of(OutgoingMessage message) {
    List<SendTimeKey> keys = new ArrayList<>();
    message
        .plan()
        .notBefore()
        .ifPresent(at -> keys.add(new SendTimeKey(Kind.DELAYED, at, message.messageId())));
    message
        .plan()
        .notAfter()
        .ifPresent(at -> keys.add(new SendTimeKey(Kind.EXPIRING, at, message.messageId())));
    return keys;
  }

  /** The key with this name; empty when it is none of ours. */
  static Optional<SendTimeKey> parse(Kind kind, String name) {
    try {
      return name.length() > DIGITS + 1
          ? Optional.of(
              new SendTimeKey(
                  kind,
                  Instant.ofEpochMilli(Long.parseLong(name.substring(0, DIGITS))),
                  name.substring(DIGITS + 1)))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public String kind() {
    return of.stored();
  }

  @Override
  public String name() {
    return String.format(Locale.ROOT, "%0" + DIGITS + "d/%s", at.toEpochMilli(), id);
  }

  @Override
  public ByteString encode(Boolean value) {
    return ByteString.EMPTY;
  }

  @Override
  public Boolean decode(ByteString encoded) {
    if (!encoded.isEmpty()) {
      throw new StoredStateException("a time to send at holds " + encoded.size() + " bytes");
    }
    return true;
  }
}
