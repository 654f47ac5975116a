package dev.kubezap.whatsapp.group;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;

/** All groups were asked for since this device was linked; there is one such record. */
public record GroupsFetchedKey() implements RecordKey<GroupsFetchedKey.Mark> {

  /** It is so. */
  public record Mark() {}

  @Override
  public String kind() {
    return RecordKind.GROUPS_FETCHED.text();
  }

  @Override
  public String name() {
    return "own";
  }

  @Override
  public ByteString encode(Mark mark) {
    return ByteString.EMPTY;
  }

  @Override
  public Mark decode(ByteString encoded) {
    return new Mark();
  }
}
