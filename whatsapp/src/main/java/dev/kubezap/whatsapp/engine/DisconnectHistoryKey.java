package dev.kubezap.whatsapp.engine;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.proto.EndingsRecord;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;
import java.util.Optional;

/** How connections ended; there is one such record. */
record DisconnectHistoryKey() implements RecordKey<DisconnectHistory> {

  static DisconnectHistory read(StateReader state) {
    return state.read(new DisconnectHistoryKey()).orElse(DisconnectHistory.NONE);
  }

  @Override
  public String kind() {
    return RecordKind.ENDINGS.text();
  }

  @Override
  public String name() {
    return "own";
  }

  @Override
  public ByteString encode(DisconnectHistory disconnects) {
    return EndingsRecord.newBuilder()
        .setReplacedAtMs(disconnects.replacedAt().map(Instant::toEpochMilli).orElse(0L))
        .setInUseElsewhere(disconnects.inUseElsewhere())
        .setLoggedOutReason(disconnects.loggedOut().orElse(""))
        .build()
        .toByteString();
  }

  @Override
  public DisconnectHistory decode(ByteString encoded) {
    try {
      EndingsRecord stored = EndingsRecord.parseFrom(encoded);
      return new DisconnectHistory(
          Optional.of(stored.getReplacedAtMs()).filter(at -> at != 0).map(Instant::ofEpochMilli),
          stored.getInUseElsewhere(),
          Optional.of(stored.getLoggedOutReason()).filter(reason -> !reason.isEmpty()));
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("endings record is damaged", e);
    }
  }
}
