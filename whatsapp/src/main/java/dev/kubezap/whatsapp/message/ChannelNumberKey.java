package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.nio.ByteBuffer;

/**
 * The number that the service has given to a message of a channel ({@code server_id}): by that, and
 * not by its id, a reaction names it (PROTOCOL-2026 5).
 *
 * @param name the message's id of ours
 */
record ChannelNumberKey(String name) implements RecordKey<Long> {
  static final String KIND = RecordKind.CHANNEL_NUMBER.text();

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ByteString encode(Long value) {
    return ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  @Override
  public Long decode(ByteString encoded) {
    if (encoded.size() != Long.BYTES) {
      throw new StoredStateException("channel number of " + encoded.size() + " bytes");
    }
    return encoded.asReadOnlyByteBuffer().getLong();
  }
}
