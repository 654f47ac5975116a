package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.proto.DeviceSentMessage;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.signal.CiphertextType;
import dev.kubezap.whatsapp.signal.Encrypted;
import dev.kubezap.whatsapp.signal.MessagePadding;
import dev.kubezap.whatsapp.signal.SessionCipher;
import dev.kubezap.whatsapp.signal.SignalException;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    DeviceKeys keys = state.keys();
    for (Jid device : state.devices()) {
      boolean own = device.account().equals(state.target().self());
      try {
        Encrypted encrypted =
            SessionCipher.encrypt(
                keys.session(device, self, turn),
                MessagePadding.pad(own ? forOwn : forRecipient, turn.random()));
        ciphertexts.put(device, encrypted);
        changes.addAll(keys.stored(device).stepped(encrypted.session()));
      } catch (SignalException | DeviceKeys.NoKeysException e) {
        unreachable.put(device, e.getMessage());
      }
    }
    return new Fanout(ciphertexts, changes, unreachable);
  }

  /** Our own devices learn the chat from inside the encrypted part (PROTOCOL 9). */
  static Message copyForOwnDevices(Message message, Jid chat) {
    return Message.newBuilder()
        .setDeviceSentMessage(
            DeviceSentMessage.newBuilder().setDestinationJid(chat.toString()).setMessage(message))
        .setMessageContextInfo(message.getMessageContextInfo())
        .build();
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
}
