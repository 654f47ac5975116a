package dev.kubezap.whatsapp.senderkey;

import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.signal.RemoteSenderKeys;
import dev.kubezap.whatsapp.signal.SignalAddress;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one member's device handed to us for one group, wherever it is filed: under the LID when
 * that is known, and what is still under the phone number moves there with the next change, as
 * sessions do.
 *
 * @param key where the keys are stored from now on
 * @param keys none when nothing was handed to us
 * @param former where a part of them is still stored by phone number
 */
public record MemberKeys(MemberKeysKey key, RemoteSenderKeys keys, Optional<MemberKeysKey> former) {
  /** Reads the keys of one device for one group. */
  public static MemberKeys read(Jid group, Jid device, AccountNames names, StateReader state) {
    List<MemberKeysKey> filed = filed(group, device, names);
    Map<RecordKey<?>, Object> stored = state.read(filed);
    RemoteSenderKeys used =
        (RemoteSenderKeys) stored.getOrDefault(filed.getFirst(), RemoteSenderKeys.NONE);
    Optional<RemoteSenderKeys> before =
        filed.size() > 1
            ? Optional.ofNullable((RemoteSenderKeys) stored.get(filed.getLast()))
            : Optional.empty();
    return new MemberKeys(
        filed.getFirst(),
        before.map(used::withEarlier).orElse(used),
        before.map(_ -> filed.getLast()));
  }

  /** The records that hold them: the one in use first. */
  public static List<MemberKeysKey> filed(Jid group, Jid device, AccountNames names) {
    MemberKeysKey used = new MemberKeysKey(group, names.address(device));
    return names
        .phone()
        .map(
            phone -> new MemberKeysKey(group, new SignalAddress(phone.toString(), device.device())))
        .filter(former -> !former.equals(used))
        .map(former -> List.of(used, former))
        .orElseGet(() -> List.of(used));
  }

  /** The same with other keys. */
  public MemberKeys with(RemoteSenderKeys next) {
    return new MemberKeys(key, next, former);
  }

  /** What stores them, given what was read before; nothing when they are the same. */
  public List<Change> since(MemberKeys before) {
    if (keys.equals(before.keys) && former.isEmpty()) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Put<>(key, keys));
    former.ifPresent(old -> changes.add(new Change.Remove(old)));
    return changes;
  }
}
