package dev.kubezap.pod.store;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.store.RecordKey;

/** A record that holds a text. */
record TestKey(String kind, String name) implements RecordKey<String> {
  /** Of a kind that belongs to the device. */
  TestKey(String name) {
    this("test-kind", name);
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
