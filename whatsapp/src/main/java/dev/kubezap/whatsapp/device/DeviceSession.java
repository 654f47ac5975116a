package dev.kubezap.whatsapp.device;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.signal.SignalAddress;
import dev.kubezap.whatsapp.signal.SignalSession;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The stored Signal session with one device. A session from the time when only the phone number was
 * known moves to the LID with the first change that is stored of it: its states join those of the
 * session under the LID, so that whatever the device wrote in either can be read (PROTOCOL-2026 3).
 *
 * @param key where the session is stored from now on
 * @param session the session, empty when there is none
 * @param former where a part of it is still stored by phone number
 */
public record DeviceSession(
    SessionKey key, Optional<SignalSession> session, Optional<SessionKey> former) {

  /** Reads the sessions with devices of one account, all at once. */
  public static Map<Jid, DeviceSession> read(
      Collection<Jid> devices, AccountNames names, StateReader state) {
    List<SessionKey> keys = devices.stream().flatMap(one -> keys(one, names).stream()).toList();
    Map<RecordKey<?>, Object> stored = state.read(keys);
    Map<Jid, DeviceSession> sessions = new LinkedHashMap<>();
    for (Jid device : devices) {
      sessions.put(device, of(keys(device, names), stored));
    }
    return sessions;
  }

  /** Reads the sessions with devices of many accounts, all at once. */
  public static Map<Jid, DeviceSession> read(Map<Jid, AccountNames> devices, StateReader state) {
    List<SessionKey> keys = new ArrayList<>();
    devices.forEach((device, names) -> keys.addAll(keys(device, names)));
    Map<RecordKey<?>, Object> stored = keys.isEmpty() ? Map.of() : state.read(keys);
    Map<Jid, DeviceSession> sessions = new LinkedHashMap<>();
    devices.forEach((device, names) -> sessions.put(device, of(keys(device, names), stored)));
    return sessions;
  }

  /** Reads the session with one device. */
  public static DeviceSession read(Jid device, AccountNames names, StateReader state) {
    List<SessionKey> keys = keys(device, names);
    return of(keys, state.read(keys));
  }

  /** The records that hold the session with a device: the one in use first. */
  public static List<SessionKey> keys(Jid device, AccountNames names) {
    SessionKey used = new SessionKey(names.address(device));
    return names
        .phone()
        .map(phone -> new SessionKey(new SignalAddress(phone.toString(), device.device())))
        .filter(former -> !former.equals(used))
        .map(former -> List.of(used, former))
        .orElseGet(() -> List.of(used));
  }

  private static DeviceSession of(List<SessionKey> keys, Map<RecordKey<?>, Object> stored) {
    Optional<SignalSession> used = Optional.ofNullable((SignalSession) stored.get(keys.getFirst()));
    Optional<SignalSession> before =
        keys.size() > 1
            ? Optional.ofNullable((SignalSession) stored.get(keys.getLast()))
            : Optional.empty();
    return new DeviceSession(
        keys.getFirst(),
        used.isPresent() && before.isPresent()
            ? Optional.of(used.get().withEarlier(before.get()))
            : used.or(() -> before),
        before.map(_ -> keys.getLast()));
  }

  /** The session, when messages can be written in it. */
  public Optional<SignalSession> usable() {
    return session.filter(SignalSession::canEncrypt);
  }

  /** What stores the session's next step. */
  public List<Change> stepped(SignalSession next) {
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Put<>(key, next));
    former.ifPresent(old -> changes.add(new Change.Remove(old)));
    return changes;
  }
}
