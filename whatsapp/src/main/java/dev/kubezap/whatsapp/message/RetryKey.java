package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.StoredRetry;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;

/**
 * How often a device asked for a message of ours again.
 *
 * @param device the receiver's
 */
record RetryKey(Jid device, String stanzaId) implements RecordKey<RetryKey.Count> {

  /**
   * @param count retries so far, 1 or more
   * @param messageId our message's id
   * @param requestHash SHA-256 of what the last request said
   * @param answer the stanza that answered it; the same request gets the same bytes again
   */
  record Count(
      int count, Instant lastAt, String messageId, ByteString requestHash, ByteString answer) {}

  @Override
  public String kind() {
    return RecordKind.RETRY.text();
  }

  @Override
  public String name() {
    String id = stanzaId.length() > 128 ? stanzaId.substring(0, 128) : stanzaId;
    return "out/" + device + "/" + id;
  }

  @Override
  public ByteString encode(Count value) {
    return StoredRetry.newBuilder()
        .setCount(value.count())
        .setLastAtMs(value.lastAt().toEpochMilli())
        .setMessageId(value.messageId())
        .setRequestHash(value.requestHash())
        .setAnswer(value.answer())
        .build()
        .toByteString();
  }

  @Override
  public Count decode(ByteString encoded) {
    try {
      StoredRetry stored = StoredRetry.parseFrom(encoded);
      return new Count(
          stored.getCount(),
          Instant.ofEpochMilli(stored.getLastAtMs()),
          stored.getMessageId(),
          stored.getRequestHash(),
          stored.getAnswer());
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("retry count is damaged", e);
    }
  }
}
