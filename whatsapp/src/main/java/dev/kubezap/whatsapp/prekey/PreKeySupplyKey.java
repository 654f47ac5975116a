package dev.kubezap.whatsapp.prekey;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.proto.PreKeySupplyRecord;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;

/** The supply of prekeys; there is one such record. */
record PreKeySupplyKey() implements RecordKey<PreKeySupply> {

  @Override
  public String kind() {
    return RecordKind.PRE_KEY_SUPPLY.text();
  }

  @Override
  public String name() {
    return "own";
  }

  @Override
  public ByteString encode(PreKeySupply supply) {
    return PreKeySupplyRecord.newBuilder()
        .setNextId(supply.nextId())
        .setFirstUnconfirmed(supply.firstUnconfirmed())
        .setOfferedSignedPreKey(supply.offeredSignedPreKey())
        .build()
        .toByteString();
  }

  @Override
  public PreKeySupply decode(ByteString encoded) {
    try {
      PreKeySupplyRecord stored = PreKeySupplyRecord.parseFrom(encoded);
      return new PreKeySupply(
          stored.getNextId(), stored.getFirstUnconfirmed(), stored.getOfferedSignedPreKey());
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("prekey supply is damaged", e);
    }
  }
}
