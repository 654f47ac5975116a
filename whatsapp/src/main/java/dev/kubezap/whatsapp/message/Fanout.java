package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.device.DeviceSession;
import dev.kubezap.whatsapp.device.PreKeyBundles;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.proto.DeviceSentMessage;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.signal.CiphertextType;
import dev.kubezap.whatsapp.signal.Encrypted;
import dev.kubezap.whatsapp.signal.LocalIdentity;
import dev.kubezap.whatsapp.signal.MessagePadding;
import dev.kubezap.whatsapp.signal.SessionCipher;
import dev.kubezap.whatsapp.signal.SignalException;
import dev.kubezap.whatsapp.signal.SignalSession;
import dev.kubezap.whatsapp.signal.X3dh;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One message encrypted for every device.
 *
 * @param ciphertexts per device, in the order of the devices
 * @param changes every ratchet step; stored in the commit before the first byte leaves
 * @param unreachable devices that are left out, with the reason
 */
record Fanout(Map<Jid, Encrypted> ciphertexts, List<Change> changes, Map<Jid, String> unreachable) {

  /** Encrypts for all devices with which a session is there or can be begun. */
  static Fanout of(Message message, PreparationState state, DeviceIdentity self, Turn turn) {
    ByteString forRecipient = message.toByteString();
    ByteString forOwn = copyForOwnDevices(message, state.target().recipient()).toByteString();
    Map<Jid, Encrypted> ciphertexts = new LinkedHashMap<>();
    List<Change> changes = new ArrayList<>();
    Map<Jid, String> unreachable = new LinkedHashMap<>();
    for (Jid device : state.devices()) {
      boolean own = device.account().equals(state.target().self());
      try {
        SignalSession session = session(device, state, self, turn);
        Encrypted encrypted =
            SessionCipher.encrypt(
                session, MessagePadding.pad(own ? forOwn : forRecipient, turn.random()));
        ciphertexts.put(device, encrypted);
        changes.addAll(stored(device, state).stepped(encrypted.session()));
      } catch (SignalException e) {
        unreachable.put(device, e.getMessage());
      } catch (NoKeysException e) {
        unreachable.put(device, e.getMessage());
      }
    }
    return new Fanout(ciphertexts, changes, unreachable);
  }

  /**
   * Sessions that were begun with what the server gave.
   *
   * @param keyless devices that it was asked about and that no session could be begun with
   */
  record Begun(List<Change> changes, Set<Jid> keyless) {}

  /** Begins the sessions that the server gave keys for, without writing in them. */
  static Begun begin(PreparationState state, DeviceIdentity self, Turn turn) {
    List<Change> changes = new ArrayList<>();
    Set<Jid> keyless = new HashSet<>();
    for (Jid device : state.devices()) {
      if (state.usable(device).isEmpty() && state.bundles().containsKey(device)) {
        try {
          changes.addAll(stored(device, state).stepped(session(device, state, self, turn)));
        } catch (SignalException | NoKeysException e) {
          keyless.add(device);
        }
      }
    }
    return new Begun(changes, keyless);
  }

  /** Our own devices learn the chat from inside the encrypted part (PROTOCOL 9). */
  static Message copyForOwnDevices(Message message, Jid chat) {
    return Message.newBuilder()
        .setDeviceSentMessage(
            DeviceSentMessage.newBuilder().setDestinationJid(chat.toString()).setMessage(message))
        .setMessageContextInfo(message.getMessageContextInfo())
        .build();
  }

  private static DeviceSession stored(Jid device, PreparationState state) {
    return Objects.requireNonNull(state.sessions().get(device), "sessions of all devices are read");
  }

  private static SignalSession session(
      Jid device, PreparationState state, DeviceIdentity self, Turn turn)
      throws SignalException, NoKeysException {
    Optional<SignalSession> usable = state.usable(device);
    if (usable.isPresent()) {
      return usable.get();
    }
    return switch (state.bundles().get(device)) {
      case PreKeyBundles.Fetched.Bundle(var bundle) ->
          X3dh.initiate(
              new LocalIdentity(self.identityKey(), self.registrationId()),
              bundle,
              // Kept for what is under way to us.
              stored(device, state).session(),
              turn.random());
      case PreKeyBundles.Fetched.None(var reason) -> throw new NoKeysException(reason);
      case null -> throw new NoKeysException("the server gave no keys");
    };
  }

  /**
   * Whether a part also builds a session, so that the stanza must carry this device's signed
   * identity.
   */
  boolean buildsSession() {
    return ciphertexts.values().stream().anyMatch(c -> c.type() == CiphertextType.PRE_KEY);
  }

  /** Whether at least one of the account's devices can read the message. */
  boolean reaches(Jid account) {
    return ciphertexts.keySet().stream().anyMatch(device -> device.account().equals(account));
  }

  private static final class NoKeysException extends Exception {
    private static final long serialVersionUID = 1L;

    NoKeysException(String message) {
      super(message);
    }
  }
}
