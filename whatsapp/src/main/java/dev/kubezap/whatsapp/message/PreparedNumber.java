package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.nio.ByteBuffer;

/**
 * The number of the last prepared stanza; numbers order what goes out again after a lost
 * connection.
 */
record PreparedNumber() implements RecordKey<Long> {

  @Override
  public String kind() {
    return RecordKind.PREPARED_NUMBER.text();
  }

  @Override
  public String name() {
    return "last";
  }

  @Override
  public ByteString encode(Long value) {
    return ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  @Override
  public Long decode(ByteString encoded) {
    if (encoded.size() != Long.BYTES) {
      throw new StoredStateException("prepared number of " + encoded.size() + " bytes");
    }
    return encoded.asReadOnlyByteBuffer().getLong();
  }
}
