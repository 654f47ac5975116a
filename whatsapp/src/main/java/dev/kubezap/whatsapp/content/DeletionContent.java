package dev.kubezap.whatsapp.content;

import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import java.util.Optional;

/** Deletes a message for everyone. The service drops it when it is marked to hide failures. */
public record DeletionContent(MessageReference target) implements Addition, Sendable {

  static Optional<Content> read(Message message) {
    ProtocolMessage protocol = message.getProtocolMessage();
    return message.hasProtocolMessage() && protocol.hasKey() && protocol.getType() == 0
        ? Optional.of(new DeletionContent(MessageReference.of(protocol.getKey())))
        : Optional.empty();
  }

  @Override
  public String type() {
    return "deletion";
  }

  @Override
  public Message encode() {
    return Message.newBuilder()
        .setProtocolMessage(ProtocolMessage.newBuilder().setKey(target.encode()).setType(0))
        .build();
  }

  @Override
  public StanzaForm stanza() {
    return StanzaForm.TEXT.withEdit(target.fromMe() ? "7" : "8", false);
  }
}
