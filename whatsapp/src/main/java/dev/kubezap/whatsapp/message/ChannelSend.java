package dev.kubezap.whatsapp.message;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.List;
import java.util.Optional;

/**
 * Prepares a message that is published in a channel: it is not encrypted, and goes to no device
 * (PROTOCOL-2026 5). It is stored before it leaves as every other one is, so that it goes out again
 * byte by byte.
 */
final class ChannelSend {

  private ChannelSend() {}

  static Outcome decide(PrepareSend.Gathered.OfChannel ready, Turn turn) {
    OutgoingMessage outgoing = ready.outgoing();
    Message message;
    try {
      message = Message.parseFrom(outgoing.message()).toBuilder().clearMessageContextInfo().build();
    } catch (InvalidProtocolBufferException e) {
      return ready.fail(PrepareSend.DAMAGED, turn);
    }
    PreparedStanza prepared =
        new PreparedStanza(
            ready.number() + 1,
            outgoing.messageId(),
            outgoing.stanzaId(),
            OutgoingStanza.encode(OutgoingStanza.channel(outgoing, message)),
            "");
    return Outcome.builder()
        .changes(ready.price().changes(turn))
        .change(new Change.Put<>(new PreparedNumber(), prepared.number()))
        .change(new Change.PutOutgoing(outgoing.addressedTo(List.of())))
        .change(new Change.PutPrepared(prepared))
        .add(SendProgress.to(ready.carried(), MessageStatus.PREPARED, Optional.empty(), turn))
        .effect(new Effect.Transmit(prepared))
        .effects(ready.then())
        .build();
  }
}
