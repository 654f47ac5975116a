package dev.kubezap.whatsapp.senderkey;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.signal.RemoteSenderKeys;
import dev.kubezap.whatsapp.signal.SessionFormatException;
import dev.kubezap.whatsapp.signal.SignalAddress;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;

/**
 * The sender keys that one device handed to us for one group.
 *
 * @param group the group, or the status feed
 * @param member the device, filed as its session is
 */
public record MemberKeysKey(Jid group, SignalAddress member)
    implements RecordKey<RemoteSenderKeys> {
  @Override
  public String kind() {
    return RecordKind.MEMBER_KEYS.text();
  }

  @Override
  public String name() {
    return group + "/" + member.name() + ":" + member.deviceId();
  }

  @Override
  public int size(RemoteSenderKeys keys) {
    return keys.size();
  }

  /** The key is asked for again with the next message that it would read. */
  @Override
  public boolean isAbsentWhenDamaged() {
    return true;
  }

  @Override
  public ByteString encode(RemoteSenderKeys keys) {
    return keys.encode();
  }

  @Override
  public RemoteSenderKeys decode(ByteString encoded) {
    try {
      return RemoteSenderKeys.decode(encoded);
    } catch (SessionFormatException e) {
      throw new StoredStateException("the sender keys of " + member + " are damaged", e);
    }
  }
}
