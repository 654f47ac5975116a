package dev.kubezap.whatsapp.fetch;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;

/**
 * The row of a file that is to be fetched.
 *
 * @param messageId ours
 */
record PendingFileKey(String messageId) implements RecordKey<PendingFile> {
  static final String KIND = RecordKind.PENDING_FILE.text();

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name() {
    return messageId;
  }

  @Override
  public ByteString encode(PendingFile value) {
    return ByteString.copyFromUtf8(value.attempts() + " " + value.due().toEpochMilli());
  }

  @Override
  public PendingFile decode(ByteString encoded) {
    String[] parts = encoded.toStringUtf8().split(" ", -1);
    try {
      if (parts.length == 2) {
        return new PendingFile(
            Integer.parseInt(parts[0]), Instant.ofEpochMilli(Long.parseLong(parts[1])));
      }
    } catch (NumberFormatException e) {
      throw new StoredStateException("the row of the file of " + messageId + " is damaged", e);
    }
    throw new StoredStateException("the row of the file of " + messageId + " is damaged");
  }
}
