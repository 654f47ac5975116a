package dev.kubezap.whatsapp.media;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.FilePlace;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import java.util.Optional;

/**
 * Where our phone put a file again; it takes the place of what its message says.
 *
 * @param messageId ours
 */
record FilePlaceKey(String messageId) implements RecordKey<FilePlace> {

  @Override
  public String kind() {
    return RecordKind.FILE_PLACE.text();
  }

  @Override
  public String name() {
    return messageId;
  }

  @Override
  public boolean isAbsentWhenDamaged() {
    return true;
  }

  @Override
  public ByteString encode(FilePlace value) {
    return ByteString.copyFromUtf8(value.directPath().orElse(""));
  }

  @Override
  public FilePlace decode(ByteString encoded) {
    String path = encoded.toStringUtf8();
    return path.isEmpty() ? FilePlace.NOWHERE : new FilePlace(Optional.of(path));
  }
}
