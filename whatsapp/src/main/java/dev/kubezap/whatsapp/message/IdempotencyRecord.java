package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.proto.StoredIdempotency;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;

/** Which request a caller's idempotency key stands for; kept 7 days. */
record IdempotencyRecord(String key) implements RecordKey<IdempotencyRecord.Used> {

  record Used(ByteString requestHash, String messageId) {}

  @Override
  public String kind() {
    return RecordKind.IDEMPOTENCY.text();
  }

  @Override
  public String name() {
    return key;
  }

  @Override
  public ByteString encode(Used value) {
    return StoredIdempotency.newBuilder()
        .setRequestHash(value.requestHash())
        .setMessageId(value.messageId())
        .build()
        .toByteString();
  }

  @Override
  public Used decode(ByteString encoded) {
    try {
      StoredIdempotency stored = StoredIdempotency.parseFrom(encoded);
      return new Used(stored.getRequestHash(), stored.getMessageId());
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("idempotency record is damaged", e);
    }
  }
}
