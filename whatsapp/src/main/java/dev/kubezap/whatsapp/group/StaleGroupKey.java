package dev.kubezap.whatsapp.group;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;

/**
 * The service said that a group is another than what is stored, in a way that this version does not
 * follow: it is asked for again.
 */
public record StaleGroupKey(Jid group) implements RecordKey<StaleGroupKey.Mark> {
  /** {@link #kind}. */
  public static final String KIND = RecordKind.STALE_GROUP.text();

  /** It is so. */
  public record Mark() {}

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name() {
    return group.toString();
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
