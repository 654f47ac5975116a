package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.nio.ByteBuffer;
import java.time.Instant;

/** For which of its messages a chat was last shown that this account types, and until when. */
record TypingShownKey(Jid chat) implements RecordKey<TypingShownKey.Shown> {

  /**
   * What was shown.
   *
   * @param messageId the message that it belongs to
   * @param until whole milliseconds
   */
  record Shown(String messageId, Instant until) {
    Shown {
      until = Instant.ofEpochMilli(until.toEpochMilli());
    }
  }

  @Override
  public String kind() {
    return RecordKind.TYPING_SHOWN.text();
  }

  @Override
  public String name() {
    return chat.toString();
  }

  @Override
  public ByteString encode(Shown value) {
    return ByteString.copyFrom(
            ByteBuffer.allocate(Long.BYTES).putLong(value.until().toEpochMilli()).array())
        .concat(ByteString.copyFromUtf8(value.messageId()));
  }

  @Override
  public Shown decode(ByteString encoded) {
    if (encoded.size() < Long.BYTES) {
      throw new StoredStateException("what " + chat + " was shown is damaged");
    }
    return new Shown(
        encoded.substring(Long.BYTES).toStringUtf8(),
        Instant.ofEpochMilli(encoded.asReadOnlyByteBuffer().getLong()));
  }

  @Override
  public boolean isAbsentWhenDamaged() {
    return true;
  }
}
