package dev.kubezap.whatsapp.senderkey;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.StoredGroupKey;
import dev.kubezap.whatsapp.signal.OwnSenderKey;
import dev.kubezap.whatsapp.signal.SessionFormatException;
import dev.kubezap.whatsapp.signal.SignalAddress;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Our own sender key of a group.
 *
 * @param group its address
 */
public record GroupKeysKey(Jid group) implements RecordKey<GroupKeys> {
  /** {@link #kind}. */
  public static final String KIND = RecordKind.GROUP_KEYS.text();

  private static final int DEVICE_BYTES = 80;

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name() {
    return group.toString();
  }

  @Override
  public int size(GroupKeys keys) {
    return keys.handed().size() * 2 * DEVICE_BYTES;
  }

  /** Another key is made. */
  @Override
  public boolean isAbsentWhenDamaged() {
    return true;
  }

  @Override
  public ByteString encode(GroupKeys keys) {
    StoredGroupKey.Builder stored =
        StoredGroupKey.newBuilder()
            .setKey(keys.key().encode())
            .addAllHanded(names(keys.handed()))
            .addAllHolder(names(keys.holders()))
            .addAllCarriedTo(names(keys.carriedTo()));
    keys.carrier().ifPresent(stored::setCarrier);
    keys.rebuilt().ifPresent(stored::setRebuilt);
    return stored.build().toByteString();
  }

  private static List<String> names(Collection<SignalAddress> devices) {
    return devices.stream().map(one -> one.name() + ":" + one.deviceId()).sorted().toList();
  }

  @Override
  public GroupKeys decode(ByteString encoded) {
    try {
      StoredGroupKey stored = StoredGroupKey.parseFrom(encoded);
      return new GroupKeys(
          OwnSenderKey.decode(stored.getKey()),
          addresses(stored.getHandedList()),
          addresses(stored.getHolderList()),
          stored.hasCarrier() ? Optional.of(stored.getCarrier()) : Optional.empty(),
          addresses(stored.getCarriedToList()),
          stored.hasRebuilt() ? Optional.of(stored.getRebuilt()) : Optional.empty());
    } catch (InvalidProtocolBufferException
        | SessionFormatException
        | IllegalArgumentException
        | IndexOutOfBoundsException e) {
      throw new StoredStateException("our sender key of " + group + " is damaged", e);
    }
  }

  private static Set<SignalAddress> addresses(List<String> names) {
    return names.stream().map(GroupKeysKey::address).collect(Collectors.toSet());
  }

  private static SignalAddress address(String name) {
    int colon = name.lastIndexOf(':');
    return new SignalAddress(name.substring(0, colon), Integer.parseInt(name.substring(colon + 1)));
  }
}
