package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;

/**
 * By which a message names the file that its channel is to publish ({@code media_id}, PROTOCOL-2026
 * 5), until its stanza is made.
 *
 * @param name the message's id of ours
 */
record MediaHandleKey(String name) implements RecordKey<String> {
  static final String KIND = RecordKind.MEDIA_HANDLE.text();

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ByteString encode(String handle) {
    return ByteString.copyFromUtf8(handle);
  }

  @Override
  public String decode(ByteString encoded) {
    return encoded.toStringUtf8();
  }
}
