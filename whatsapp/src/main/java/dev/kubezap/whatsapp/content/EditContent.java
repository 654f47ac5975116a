package dev.kubezap.whatsapp.content;

import dev.kubezap.whatsapp.proto.FutureProofMessage;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import java.time.Instant;
import java.util.Optional;

/**
 * What a message says from now on.
 *
 * @param message the whole new {@code Message}
 * @param at the sender's time, which orders edits
 */
public record EditContent(MessageReference target, Message message, Instant at)
    implements Addition, Sendable {
  /** The type of the protocol message. */
  static final int TYPE = 14;

  static Optional<Content> read(Message message) {
    ProtocolMessage protocol = message.getProtocolMessage();
    return message.hasProtocolMessage() && protocol.getType() == TYPE
        ? Optional.of(
            new EditContent(
                MessageReference.of(protocol.getKey()),
                protocol.getEditedMessage(),
                Contents.millis(protocol.getTimestampMs())))
        : Optional.empty();
  }

  @Override
  public String type() {
    return "edit";
  }

  @Override
  public Message encode() {
    Message protocol =
        Message.newBuilder()
            .setProtocolMessage(
                ProtocolMessage.newBuilder()
                    .setKey(target.encode())
                    .setType(TYPE)
                    .setEditedMessage(message)
                    .setTimestampMs(at.toEpochMilli()))
            .build();
    return Message.newBuilder()
        .setEditedMessage(FutureProofMessage.newBuilder().setMessage(protocol))
        .build();
  }

  @Override
  public StanzaForm stanza() {
    return StanzaForm.TEXT.withEdit("1", true);
  }

  /** Hides the text. */
  @Override
  public String toString() {
    return "EditContent[" + target.stanzaId() + "]";
  }
}
