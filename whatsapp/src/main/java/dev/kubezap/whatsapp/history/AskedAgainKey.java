package dev.kubezap.whatsapp.history;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.proto.StoredHistoryRequest;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;

/**
 * A part of the phone's history was asked for once more, and will not be a second time.
 *
 * @param name its kind and number
 */
record AskedAgainKey(String name) implements RecordKey<Instant> {

  static AskedAgainKey of(HistoryJob job) {
    return new AskedAgainKey(job.kind().text() + "/" + job.chunk());
  }

  @Override
  public String kind() {
    return RecordKind.HISTORY_ASKED_AGAIN.text();
  }

  @Override
  public boolean isAbsentWhenDamaged() {
    return true;
  }

  @Override
  public ByteString encode(Instant at) {
    return StoredHistoryRequest.newBuilder().setAtMs(at.toEpochMilli()).build().toByteString();
  }

  @Override
  public Instant decode(ByteString encoded) {
    try {
      return Instant.ofEpochMilli(StoredHistoryRequest.parseFrom(encoded).getAtMs());
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("the history asked for again " + name + " is damaged", e);
    }
  }
}
