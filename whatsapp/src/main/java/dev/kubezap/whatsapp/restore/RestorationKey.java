package dev.kubezap.whatsapp.restore;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.proto.RestorationRecord;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;

/** A restoration whose rule is not carried out yet; there is at most one such record. */
record RestorationKey() implements RecordKey<Restoration> {

  @Override
  public String kind() {
    return RecordKind.RESTORATION.text();
  }

  @Override
  public String name() {
    return "own";
  }

  @Override
  public ByteString encode(Restoration restoration) {
    return RestorationRecord.newBuilder()
        .setReason(restoration.reason())
        .setNotedAtMs(restoration.notedAt().toEpochMilli())
        .build()
        .toByteString();
  }

  @Override
  public Restoration decode(ByteString encoded) {
    try {
      RestorationRecord stored = RestorationRecord.parseFrom(encoded);
      return new Restoration(stored.getReason(), Instant.ofEpochMilli(stored.getNotedAtMs()));
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("the record of a restoration is damaged", e);
    }
  }
}
