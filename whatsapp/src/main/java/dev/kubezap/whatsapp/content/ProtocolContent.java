package dev.kubezap.whatsapp.content;

import dev.kubezap.whatsapp.proto.Message;
import java.util.Optional;

/**
 * A command between devices, such as a chat's new setting or, from the own phone, keys and history.
 *
 * @param number its type in the service's schema
 */
public record ProtocolContent(int number) implements Content {

  static Optional<Content> read(Message message) {
    return message.hasProtocolMessage()
        ? Optional.of(new ProtocolContent(message.getProtocolMessage().getType()))
        : Optional.empty();
  }

  @Override
  public String type() {
    return "protocol-" + number;
  }
}
