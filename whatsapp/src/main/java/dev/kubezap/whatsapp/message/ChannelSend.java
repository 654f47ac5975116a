package dev.kubezap.whatsapp.message;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.content.ReactionContent;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import java.util.List;
import java.util.Optional;

/**
 * Prepares what is published in a channel, or changes that: it is not encrypted, and goes to no
 * device (PROTOCOL-2026 5). It is stored before it leaves as every other one is, so that it goes
 * out again byte by byte.
 */
final class ChannelSend {

  private ChannelSend() {}

  static Outcome decide(PrepareSend.Gathered.OfChannel ready, Turn turn) {
    OutgoingMessage outgoing = ready.outgoing();
    Optional<Node> stanza = stanza(ready);
    if (stanza.isEmpty()) {
      return ready.fail(PrepareSend.DAMAGED, turn);
    }
    PreparedStanza prepared =
        new PreparedStanza(
            ready.number() + 1,
            outgoing.messageId(),
            outgoing.stanzaId(),
            OutgoingStanza.encode(stanza.get()),
            "");
    return Outcome.builder()
        .changes(ready.price().changes(turn))
        .change(new Change.Put<>(new PreparedNumber(), prepared.number()))
        // The service alone has it: nobody else acknowledges it or asks for it again.
        .change(new Change.PutOutgoing(outgoing.addressedTo(List.of(outgoing.to()))))
        .change(new Change.PutPrepared(prepared))
        .add(SendProgress.to(ready.carried(), MessageStatus.PREPARED, Optional.empty(), turn))
        .effect(new Effect.Transmit(prepared))
        .effects(ready.then())
        .build();
  }

  /** Empty when what is stored makes none. */
  private static Optional<Node> stanza(PrepareSend.Gathered.OfChannel ready) {
    OutgoingMessage outgoing = ready.outgoing();
    return switch (ready.carried()) {
      case Carried.OfChat _ -> published(outgoing);
      case Carried.Changing changing when changing.addition() instanceof ReactionContent reaction ->
          ready
              .changed()
              .map(number -> OutgoingStanza.channelReaction(outgoing, number, reaction.emoji()));
      case Carried.Changing _ -> Optional.empty();
    };
  }

  private static Optional<Node> published(OutgoingMessage outgoing) {
    try {
      Message message =
          Message.parseFrom(outgoing.message()).toBuilder().clearMessageContextInfo().build();
      return Optional.of(OutgoingStanza.channel(outgoing, message));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }
}
