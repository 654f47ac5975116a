package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.device.Address;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.LidPairs;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.device.SessionKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.MalformedStanzaException;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.signal.CiphertextType;
import dev.kubezap.whatsapp.signal.PreKey;
import dev.kubezap.whatsapp.signal.PreKeyMessage;
import dev.kubezap.whatsapp.signal.SignalAddress;
import dev.kubezap.whatsapp.signal.SignalException;
import dev.kubezap.whatsapp.signal.SignalSession;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Optional;

/** Reads what the decision about a message stanza needs. */
final class ReceivedState {
  private final OwnPreKeys preKeys;

  ReceivedState(OwnPreKeys preKeys) {
    this.preKeys = preKeys;
  }

  Received gather(Node stanza, StateReader state, Turn turn) {
    Origin told;
    String id;
    try {
      told = Origin.of(stanza, turn.identity());
      id = stanza.requiredAttribute("id");
      stanza.requiredNumber("t");
    } catch (MalformedStanzaException e) {
      return new Received.Malformed("stanza");
    }
    if (told.kind() == Origin.Kind.OTHER) {
      return new Received.NotDirect();
    }
    Optional<Ciphertext> ciphertext = Ciphertext.of(stanza);
    if (ciphertext.isEmpty()) {
      return new Received.WithoutCiphertext();
    }
    Optional<Jid> storedLid = told.peerPhone().flatMap(phone -> state.read(new LidOfPhone(phone)));
    Optional<Jid> storedPhone = told.peerLid().flatMap(lid -> state.read(new PhoneOfLid(lid)));
    Origin origin = told.completed(storedPhone, storedLid);
    CiphertextMark mark = new CiphertextMark(origin.sender(), id, ciphertext.get().hash());
    return new Received.Direct(
        origin,
        learned(told, new LidPairs.Known(storedLid, storedPhone)),
        ciphertext.get(),
        keys(origin, ciphertext.get(), state),
        mark,
        state.read(mark).isPresent(),
        state.messageByStanza(origin.chat(), id, origin.fromMe()),
        state.chat(origin.chat()),
        state.read(new RetryKey("in", origin.sender(), id)),
        preKeys,
        preKeys.gather(state));
  }

  /** Only the stanza's own word is learned, not what is stored already. */
  private static List<Change> learned(Origin told, LidPairs.Known known) {
    return told.peerPhone().isPresent() && told.peerLid().isPresent()
        ? LidPairs.learn(told.peerPhone().get(), told.peerLid().get(), known)
        : List.of();
  }

  private Cipher.Keys keys(Origin origin, Ciphertext ciphertext, StateReader state) {
    SignalAddress address = Address.of(origin.sender(), origin.senderLid());
    Optional<SignalAddress> byPhone =
        origin
            .senderPhone()
            .map(phone -> new SignalAddress(phone.toString(), origin.sender().device()))
            .filter(other -> !other.equals(address));
    Optional<SignalSession> fallback = byPhone.flatMap(other -> state.read(new SessionKey(other)));
    return new Cipher.Keys(
        address,
        state.read(new SessionKey(address)),
        byPhone.filter(_ -> fallback.isPresent()),
        fallback,
        preKey(ciphertext, state));
  }

  private Optional<PreKey> preKey(Ciphertext ciphertext, StateReader state) {
    if (ciphertext.kind() != CiphertextType.PRE_KEY) {
      return Optional.empty();
    }
    try {
      PreKeyMessage message = PreKeyMessage.parse(ciphertext.bytes());
      return message.preKeyId().isPresent()
          ? state.read(preKeys.key(message.preKeyId().getAsInt()))
          : Optional.empty();
    } catch (SignalException e) {
      // The decision parses it again and answers the sender; here it only names no prekey.
      return Optional.empty();
    }
  }
}
