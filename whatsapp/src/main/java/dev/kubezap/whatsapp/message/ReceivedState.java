package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.device.DeviceSession;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.LidPairs;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.node.MalformedStanzaException;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.senderkey.MemberKeys;
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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
    List<Ciphertext> ciphertexts = ciphertexts(stanza, told);
    LidPairs.Known known = known(told, state);
    Origin origin = told.completed(known.phoneOfLid(), known.lidOfPhone());
    MissingKey missing = MissingKey.of(origin.sender(), id);
    if (ciphertexts.isEmpty()) {
      if (stanza.child("unavailable").isPresent() && origin.isOfChat()) {
        return new Received.Unavailable(
            origin, learned(told, known), state.firstByStanza(names(origin, id)), missing);
      }
      CiphertextMark mark = new CiphertextMark(origin.sender(), id, Ciphertext.hashOfAll(stanza));
      return new Received.Uninterpreted(origin, mark, state.read(mark).isPresent());
    }
    return new Received.Encrypted(
        origin,
        learned(told, known),
        parts(ciphertexts, origin, id, state),
        keys(origin, ciphertexts.getFirst(), state),
        members(origin, state),
        state.firstByStanza(names(origin, id)),
        state.chat(origin.chat()),
        missing,
        state.read(missing),
        preKeys,
        preKeys.gather(state));
  }

  /** The records and the message that {@link #gather} asks for, of which most do not exist. */
  Wanted wanted(Node stanza, StateReader state, Turn turn) {
    Optional<String> id = stanza.attribute("id");
    if (id.isEmpty() || stanza.children("enc").isEmpty()) {
      return Wanted.NOTHING;
    }
    try {
      Origin told = Origin.of(stanza, turn.identity());
      List<Ciphertext> ciphertexts = ciphertexts(stanza, told);
      if (ciphertexts.isEmpty()) {
        return Wanted.NOTHING;
      }
      LidPairs.Known known = known(told, state);
      Origin origin = told.completed(known.phoneOfLid(), known.lidOfPhone());
      List<RecordKey<?>> records = new ArrayList<>();
      ciphertexts.forEach(one -> records.add(mark(origin, id.get(), one)));
      records.add(MissingKey.of(origin.sender(), id.get()));
      records.addAll(DeviceSession.keys(origin.sender(), origin.senderNames()));
      if (origin.kind() == Origin.Kind.GROUP) {
        records.addAll(MemberKeys.filed(origin.peer(), origin.sender(), origin.senderNames()));
      }
      return new Wanted(records, names(origin, id.get()));
    } catch (MalformedStanzaException e) {
      // The decision refuses it.
      return Wanted.NOTHING;
    }
  }

  /**
   * What a device encrypted for this one, and behind it what it wrote for a group; a group or a
   * channel is no device.
   */
  private static List<Ciphertext> ciphertexts(Node stanza, Origin told) {
    if (!told.sender().isUser()) {
      return List.of();
    }
    Optional<Ciphertext> ofGroup =
        told.kind() == Origin.Kind.GROUP ? Ciphertext.ofGroup(stanza) : Optional.empty();
    return Stream.concat(Ciphertext.of(stanza).stream(), ofGroup.stream()).toList();
  }

  private static List<StanzaName> names(Origin origin, String id) {
    return StanzaName.of(origin.chat(), id, origin.fromMe(), origin.authors());
  }

  private static List<Received.Part> parts(
      List<Ciphertext> ciphertexts, Origin origin, String id, StateReader state) {
    List<CiphertextMark> marks = ciphertexts.stream().map(one -> mark(origin, id, one)).toList();
    Map<RecordKey<?>, Object> stored = state.read(marks);
    List<Received.Part> parts = new ArrayList<>();
    for (int i = 0; i < marks.size(); i++) {
      parts.add(
          new Received.Part(ciphertexts.get(i), marks.get(i), stored.containsKey(marks.get(i))));
    }
    return List.copyOf(parts);
  }

  private static Optional<MemberKeys> members(Origin origin, StateReader state) {
    return origin.kind() == Origin.Kind.GROUP
        ? Optional.of(MemberKeys.read(origin.peer(), origin.sender(), origin.senderNames(), state))
        : Optional.empty();
  }

  /** The other address of the peer or member, as far as it is stored. */
  static LidPairs.Known known(Origin told, StateReader state) {
    return new LidPairs.Known(
        told.otherPhone().flatMap(phone -> state.read(new LidOfPhone(phone))),
        told.otherLid().flatMap(lid -> state.read(new PhoneOfLid(lid))));
  }

  private static CiphertextMark mark(Origin origin, String id, Ciphertext ciphertext) {
    return new CiphertextMark(origin.sender(), id, ciphertext.hash());
  }

  /** Only the stanza's own word is learned, not what is stored already. */
  private static List<Change> learned(Origin told, LidPairs.Known known) {
    boolean ourselves = told.kind() == Origin.Kind.GROUP && told.fromMe();
    return told.otherPhone().isPresent() && told.otherLid().isPresent() && !ourselves
        ? LidPairs.learn(told.otherPhone().get(), told.otherLid().get(), known)
        : List.of();
  }

  private Cipher.Keys keys(Origin origin, Ciphertext ciphertext, StateReader state) {
    return new Cipher.Keys(
        DeviceSession.read(origin.sender(), origin.senderNames(), state),
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
