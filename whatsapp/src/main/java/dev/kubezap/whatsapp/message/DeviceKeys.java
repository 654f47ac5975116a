package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.device.DeviceSession;
import dev.kubezap.whatsapp.device.PreKeyBundles;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.signal.LocalIdentity;
import dev.kubezap.whatsapp.signal.SignalException;
import dev.kubezap.whatsapp.signal.SignalSession;
import dev.kubezap.whatsapp.signal.X3dh;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What messages to devices can be encrypted with.
 *
 * @param sessions what is shared with each device, also sessions that can only receive
 * @param bundles what the server gave for devices that it was asked about
 */
record DeviceKeys(Map<Jid, DeviceSession> sessions, Map<Jid, PreKeyBundles.Fetched> bundles) {

  /** There is nothing to encrypt for a device with. */
  static final class NoKeysException extends Exception {
    private static final long serialVersionUID = 1L;

    NoKeysException(String message) {
      super(message);
    }
  }

  /**
   * Sessions that were begun with what the server gave.
   *
   * @param keyless devices that it was asked about and that no session could be begun with
   */
  record Begun(List<Change> changes, Set<Jid> keyless) {}

  /** The session that a message to this device can be written in. */
  Optional<SignalSession> usable(Jid device) {
    return Optional.ofNullable(sessions.get(device)).flatMap(DeviceSession::usable);
  }

  /** What is stored of the session with a device. */
  DeviceSession stored(Jid device) {
    return Objects.requireNonNull(sessions.get(device), "sessions of all devices are read");
  }

  /** Those without a usable session about which the server was not asked yet. */
  List<Jid> unknown(Collection<Jid> devices) {
    return devices.stream()
        .filter(device -> usable(device).isEmpty() && !bundles.containsKey(device))
        .toList();
  }

  /** The session to write in, begun where there is none. */
  SignalSession session(Jid device, DeviceIdentity self, Turn turn)
      throws SignalException, NoKeysException {
    Optional<SignalSession> usable = usable(device);
    if (usable.isPresent()) {
      return usable.get();
    }
    return switch (bundles.get(device)) {
      case PreKeyBundles.Fetched.Bundle(var bundle) ->
          X3dh.initiate(
              new LocalIdentity(self.identityKey(), self.registrationId()),
              bundle,
              // Kept for what is under way to us.
              stored(device).session(),
              turn.random());
      case PreKeyBundles.Fetched.None(var reason) -> throw new NoKeysException(reason);
      case null -> throw new NoKeysException("the server gave no keys");
    };
  }

  /** Begins the sessions that the server gave keys for, without writing in them. */
  Begun begin(Collection<Jid> devices, DeviceIdentity self, Turn turn) {
    List<Change> changes = new ArrayList<>();
    Set<Jid> keyless = new HashSet<>();
    for (Jid device : devices) {
      if (usable(device).isEmpty() && bundles.containsKey(device)) {
        try {
          changes.addAll(stored(device).stepped(session(device, self, turn)));
        } catch (SignalException | NoKeysException e) {
          keyless.add(device);
        }
      }
    }
    return new Begun(changes, keyless);
  }
}
