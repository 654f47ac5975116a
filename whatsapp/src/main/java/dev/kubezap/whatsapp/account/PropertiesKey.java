package dev.kubezap.whatsapp.account;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.proto.PropertiesRecord;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;

/** The service's switches; there is one such record. */
public record PropertiesKey() implements RecordKey<Properties> {

  @Override
  public String kind() {
    return RecordKind.PROPERTIES.text();
  }

  @Override
  public String name() {
    return "own";
  }

  @Override
  public ByteString encode(Properties properties) {
    return PropertiesRecord.newBuilder()
        .setHash(properties.hash())
        .putAllValues(properties.values())
        .build()
        .toByteString();
  }

  @Override
  public Properties decode(ByteString encoded) {
    try {
      PropertiesRecord stored = PropertiesRecord.parseFrom(encoded);
      return new Properties(stored.getHash(), stored.getValuesMap());
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("properties record is damaged", e);
    }
  }
}
