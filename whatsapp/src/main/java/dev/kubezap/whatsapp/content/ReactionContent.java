package dev.kubezap.whatsapp.content;

import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.ReactionMessage;
import java.time.Instant;
import java.util.Optional;

/**
 * A reaction to a message.
 *
 * @param emoji empty when the reaction is taken back
 * @param at the sender's time, which decides between two reactions of one person
 */
public record ReactionContent(MessageReference target, Optional<String> emoji, Instant at)
    implements Addition, Sendable {

  static Optional<Content> read(Message message) {
    if (!message.hasReactionMessage()) {
      return Optional.empty();
    }
    ReactionMessage reaction = message.getReactionMessage();
    return Optional.of(
        new ReactionContent(
            MessageReference.of(reaction.getKey()),
            MediaReference.text(reaction.getText()),
            Contents.millis(reaction.getSenderTimestampMs())));
  }

  @Override
  public String type() {
    return "reaction";
  }

  @Override
  public Message encode() {
    return Message.newBuilder()
        .setReactionMessage(
            ReactionMessage.newBuilder()
                .setKey(target.encode())
                .setText(emoji.orElse(""))
                .setSenderTimestampMs(at.toEpochMilli()))
        .build();
  }

  @Override
  public StanzaForm stanza() {
    return StanzaForm.of("reaction").hidden();
  }

  /** Hides the reaction. */
  @Override
  public String toString() {
    return "ReactionContent[" + target.stanzaId() + "]";
  }
}
