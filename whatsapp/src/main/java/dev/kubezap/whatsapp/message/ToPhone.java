package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.device.DeviceSession;
import dev.kubezap.whatsapp.device.PreKeyBundles;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.PeerDataOperationRequestMessage;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import dev.kubezap.whatsapp.signal.Encrypted;
import dev.kubezap.whatsapp.signal.LocalIdentity;
import dev.kubezap.whatsapp.signal.MessagePadding;
import dev.kubezap.whatsapp.signal.PreKeyBundle;
import dev.kubezap.whatsapp.signal.SessionCipher;
import dev.kubezap.whatsapp.signal.SignalException;
import dev.kubezap.whatsapp.signal.SignalSession;
import dev.kubezap.whatsapp.signal.X3dh;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Optional;

/**
 * Asks our own phone for something, in the Signal session with it. The question may be lost; who
 * asks has a row that asks again, or a caller.
 */
public final class ToPhone {
  private final DeviceSession stored;

  private ToPhone(DeviceSession stored) {
    this.stored = stored;
  }

  /**
   * A question that leaves with its outcome.
   *
   * @param stanzaId what the answer names
   */
  public record Asked(String stanzaId, Outcome outcome) {}

  /** Reads the session; empty before this device is linked. */
  public static Optional<ToPhone> read(StateReader state, Turn turn) {
    return turn.identity()
        .map(self -> new ToPhone(DeviceSession.read(phone(self), AccountNames.of(self), state)));
  }

  /** By number, as for all that is between this account's devices. */
  static Jid phone(DeviceIdentity self) {
    return self.jid().account();
  }

  /** Whether it can be asked without asking the service for its keys first. */
  public boolean isKnown() {
    return stored.usable().isPresent();
  }

  /** Asks the service for its keys. */
  public static Node keys(Turn turn) {
    return PreKeyBundles.query(List.of(phone(turn.identity().orElseThrow())));
  }

  /**
   * Asks it.
   *
   * @param replies to {@link #keys}; empty when they were not asked for
   * @return empty when the phone's keys are not to be had
   */
  public Optional<Asked> ask(
      PeerDataOperationRequestMessage request, List<Reply> replies, Turn turn) {
    return ask(
        ProtocolMessage.newBuilder()
            .setType(PhoneRequest.REQUEST)
            .setPeerDataOperationRequestMessage(request)
            .build(),
        replies,
        turn);
  }

  /** Asks it by any kind of protocol message. */
  Optional<Asked> ask(ProtocolMessage protocol, List<Reply> replies, Turn turn) {
    DeviceIdentity self = turn.identity().orElseThrow();
    Message message = Message.newBuilder().setProtocolMessage(protocol).build();
    try {
      Optional<SignalSession> session =
          isKnown() ? stored.usable() : begun(replies, stored.session(), self, turn);
      if (session.isEmpty()) {
        return Optional.empty();
      }
      Encrypted encrypted =
          SessionCipher.encrypt(
              session.get(), MessagePadding.pad(message.toByteString(), turn.random()));
      String id = OutgoingStanza.newId(turn);
      return Optional.of(
          new Asked(
              id,
              Outcome.builder()
                  .changes(stored.stepped(encrypted.session()))
                  .effect(new Effect.Send(OutgoingStanza.peer(id, phone(self), encrypted, self)))
                  .build()));
    } catch (SignalException e) {
      return Optional.empty();
    }
  }

  /** The session that keys begin. */
  static Optional<SignalSession> begun(
      List<Reply> replies, Optional<SignalSession> before, DeviceIdentity self, Turn turn)
      throws SignalException {
    for (Reply reply : replies) {
      if (reply instanceof Reply.Result(Node iq)
          && PreKeyBundles.read(iq).get(phone(self))
              instanceof PreKeyBundles.Fetched.Bundle(PreKeyBundle bundle)) {
        return Optional.of(
            X3dh.initiate(
                new LocalIdentity(self.identityKey(), self.registrationId()),
                bundle,
                before,
                turn.random()));
      }
    }
    return Optional.empty();
  }
}
