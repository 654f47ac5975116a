package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;

/**
 * A message that was accepted while no phone was linked, by its id. Gone with the link, when the
 * message is that account's, and with whatever else ends a device.
 */
record AwaitingLinkKey(String name) implements RecordKey<Boolean> {
  static final String KIND = RecordKind.AWAITING_LINK.text();

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ByteString encode(Boolean value) {
    return ByteString.EMPTY;
  }

  @Override
  public Boolean decode(ByteString encoded) {
    if (!encoded.isEmpty()) {
      throw new StoredStateException(
          "a message before the link holds " + encoded.size() + " bytes");
    }
    return true;
  }
}
