package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.device.DeviceSession;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.LidPairs;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.node.MalformedStanzaException;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.signal.CiphertextType;
import dev.kubezap.whatsapp.signal.PreKey;
import dev.kubezap.whatsapp.signal.PreKeyMessage;
import dev.kubezap.whatsapp.signal.SignalException;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Wanted;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what the decision about a message stanza needs. */
final class ReceivedState {
  private final OwnPreKeys preKeys;

  ReceivedState(OwnPreKeys preKeys) {
    this.preKeys = preKeys;
  }

  Received gather(Node stanza, StateReader state, Turn turn) {
    if (turn.identity().isEmpty()) {
      return new Received.Malformed("unpaired");
    }
    Origin told;
    String id;
    try {
      told = Origin.of(stanza, turn.identity());
      id = stanza.requiredAttribute("id");
      stanza.requiredNumber("t");
    } catch (MalformedStanzaException e) {
      return new Received.Malformed("stanza");
    }
    Optional<Ciphertext> ciphertext = ciphertext(stanza, told);
    LidPairs.Known known = known(told, state);
    Origin origin = told.completed(known.phoneOfLid(), known.lidOfPhone());
    MissingKey missing = MissingKey.of(origin.sender(), id);
    if (ciphertext.isEmpty()) {
      if (stanza.child("unavailable").isPresent() && origin.kind() == Origin.Kind.DIRECT) {
        return new Received.Unavailable(
            origin,
            learned(told, known),
            state.messageByStanza(origin.chat(), id, origin.fromMe()),
            missing);
      }
      CiphertextMark mark = new CiphertextMark(origin.sender(), id, Ciphertext.hashOfAll(stanza));
      return new Received.Uninterpreted(origin, mark, state.read(mark).isPresent());
    }
    CiphertextMark mark = mark(origin, id, ciphertext.get());
    return new Received.Direct(
        origin,
        learned(told, known),
        ciphertext.get(),
        keys(origin, ciphertext.get(), state),
        mark,
        state.read(mark).isPresent(),
        state.messageByStanza(origin.chat(), id, origin.fromMe()),
        state.chat(origin.chat()),
        missing,
        state.read(missing),
        preKeys,
        preKeys.gather(state));
  }

  /** The records and the message that {@link #gather} asks for, of which most do not exist. */
  Wanted wanted(Node stanza, StateReader state, Turn turn) {
    Optional<Ciphertext> ciphertext = Ciphertext.of(stanza);
    Optional<String> id = stanza.attribute("id");
    if (ciphertext.isEmpty() || id.isEmpty()) {
      return Wanted.NOTHING;
    }
    try {
      Origin told = Origin.of(stanza, turn.identity());
      if (ciphertext(stanza, told).isEmpty()) {
        return Wanted.NOTHING;
      }
      LidPairs.Known known = known(told, state);
      Origin origin = told.completed(known.phoneOfLid(), known.lidOfPhone());
      List<RecordKey<?>> records = new ArrayList<>();
      records.add(mark(origin, id.get(), ciphertext.get()));
      records.add(MissingKey.of(origin.sender(), id.get()));
      records.addAll(DeviceSession.keys(origin.sender(), names(origin)));
      return new Wanted(records, List.of(new StanzaName(origin.chat(), id.get(), origin.fromMe())));
    } catch (MalformedStanzaException e) {
      // The decision refuses it.
      return Wanted.NOTHING;
    }
  }

  /** What a device encrypted for this one; a group or a channel is no device. */
  private static Optional<Ciphertext> ciphertext(Node stanza, Origin told) {
    return told.sender().isUser() ? Ciphertext.of(stanza) : Optional.empty();
  }

  /** The other address of the peer, as far as it is stored. */
  static LidPairs.Known known(Origin told, StateReader state) {
    return new LidPairs.Known(
        told.peerPhone().flatMap(phone -> state.read(new LidOfPhone(phone))),
        told.peerLid().flatMap(lid -> state.read(new PhoneOfLid(lid))));
  }

  private static CiphertextMark mark(Origin origin, String id, Ciphertext ciphertext) {
    return new CiphertextMark(origin.sender(), id, ciphertext.hash());
  }

  /** Only the stanza's own word is learned, not what is stored already. */
  private static List<Change> learned(Origin told, LidPairs.Known known) {
    return told.peerPhone().isPresent() && told.peerLid().isPresent()
        ? LidPairs.learn(told.peerPhone().get(), told.peerLid().get(), known)
        : List.of();
  }

  private Cipher.Keys keys(Origin origin, Ciphertext ciphertext, StateReader state) {
    return new Cipher.Keys(
        DeviceSession.read(origin.sender(), names(origin), state), preKey(ciphertext, state));
  }

  private static AccountNames names(Origin origin) {
    return new AccountNames(origin.senderPhone(), origin.senderLid());
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
