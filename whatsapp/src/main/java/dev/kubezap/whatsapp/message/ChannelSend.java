package dev.kubezap.whatsapp.message;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.content.DeletionContent;
import dev.kubezap.whatsapp.content.EditContent;
import dev.kubezap.whatsapp.content.MessageReference;
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
import java.time.Instant;
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
            stanza.get().attribute("id").orElseThrow(),
            OutgoingStanza.encode(stanza.get()),
            "");
    Outcome.Builder outcome = Outcome.builder();
    ready
        .handle()
        .ifPresent(
            _ -> outcome.change(new Change.Remove(new MediaHandleKey(outgoing.messageId()))));
    return outcome
        .changes(ready.price().changes(turn))
        .change(new Change.Put<>(new PreparedNumber(), prepared.number()))
        // The service alone has it: nobody else acknowledges it or asks for it again.
        .change(new Change.PutOutgoing(outgoing.addressedTo(List.of(outgoing.to()))))
        .change(new Change.PutPrepared(prepared))
        .add(
            SendProgress.to(
                ready.outgoingContent(), MessageStatus.PREPARED, Optional.empty(), turn))
        .effect(new Effect.Transmit(prepared))
        .effects(Traces.transmitted(outgoing))
        .effects(ready.then())
        .build();
  }

  /** Empty when what is stored makes none. */
  private static Optional<Node> stanza(PrepareSend.Gathered.OfChannel ready) {
    OutgoingMessage outgoing = ready.outgoing();
    return switch (ready.outgoingContent()) {
      case OutgoingContent.ChatMessage _ -> published(outgoing, ready.handle());
      case OutgoingContent.Changing changing -> changing(outgoing, changing, ready.changed());
    };
  }

  private static Optional<Node> changing(
      OutgoingMessage outgoing, OutgoingContent.Changing changing, Optional<Long> number) {
    String changed = changing.message().stanzaId();
    return switch (changing.addition()) {
      case ReactionContent(MessageReference _, Optional<String> emoji, Instant _) ->
          number.map(of -> OutgoingStanza.channelReaction(outgoing, of, emoji));
      case EditContent(MessageReference _, Message message, Instant _) ->
          Optional.of(
              OutgoingStanza.channelEdit(
                  outgoing, changed, message.toBuilder().clearMessageContextInfo().build()));
      case DeletionContent _ -> Optional.of(OutgoingStanza.channelDeletion(outgoing, changed));
      default -> Optional.empty();
    };
  }

  private static Optional<Node> published(OutgoingMessage outgoing, Optional<String> handle) {
    try {
      Message message =
          Message.parseFrom(outgoing.message()).toBuilder().clearMessageContextInfo().build();
      return Optional.of(OutgoingStanza.channel(outgoing, message, handle));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }
}
