package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.proto.StoredRepair;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;

/** That devices were missed by a message that the server took: they are still to be served. */
record RepairKey(String messageId) implements RecordKey<RepairKey.Pending> {

  /** Since when. */
  record Pending(Instant since) {}

  @Override
  public String kind() {
    return "repair";
  }

  @Override
  public String name() {
    return messageId;
  }

  @Override
  public ByteString encode(Pending value) {
    return StoredRepair.newBuilder()
        .setMessageId(messageId)
        .setSinceMs(value.since().toEpochMilli())
        .build()
        .toByteString();
  }

  @Override
  public Pending decode(ByteString encoded) {
    try {
      return new Pending(Instant.ofEpochMilli(StoredRepair.parseFrom(encoded).getSinceMs()));
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("repair of " + messageId + " is damaged", e);
    }
  }
}
