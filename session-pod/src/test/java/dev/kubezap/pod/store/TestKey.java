package dev.kubezap.pod.store;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.store.RecordKey;

/** A record that holds a text. */
record TestKey(String name) implements RecordKey<String> {
  @Override
  public String kind() {
    return "test-kind";
  }

  @Override
  public ByteString encode(String value) {
    return ByteString.copyFromUtf8(value);
  }

  @Override
  public String decode(ByteString encoded) {
    return encoded.toStringUtf8();
  }
}
