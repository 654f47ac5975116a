package dev.kubezap.whatsapp.contact;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.StoredBlocklist;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.util.Set;
import java.util.stream.Collectors;

/** Whom this account has blocked, as the service told it last, mostly by LID; one such record. */
public record BlocklistKey() implements RecordKey<Set<Jid>> {
  private static final int JID_BYTES = 64;

  @Override
  public String kind() {
    return RecordKind.BLOCKLIST.text();
  }

  @Override
  public String name() {
    return "own";
  }

  @Override
  public int size(Set<Jid> blocked) {
    return blocked.size() * JID_BYTES;
  }

  /** It is asked for anew. */
  @Override
  public boolean isAbsentWhenDamaged() {
    return true;
  }

  @Override
  public ByteString encode(Set<Jid> blocked) {
    return StoredBlocklist.newBuilder()
        .addAllAccount(blocked.stream().map(Jid::toString).sorted().toList())
        .build()
        .toByteString();
  }

  @Override
  public Set<Jid> decode(ByteString encoded) {
    try {
      return StoredBlocklist.parseFrom(encoded).getAccountList().stream()
          .map(Jid::of)
          .collect(Collectors.toUnmodifiableSet());
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new StoredStateException("the blocklist is damaged", e);
    }
  }
}
