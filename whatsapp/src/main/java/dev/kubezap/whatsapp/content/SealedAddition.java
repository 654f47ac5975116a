package dev.kubezap.whatsapp.content;

import dev.kubezap.whatsapp.proto.Message;
import java.util.Optional;

/**
 * An addition that this version keeps and does not open: encrypted edits and reactions, and
 * messages that are kept in a disappearing chat.
 *
 * @param type its name, such as {@code encrypted-reaction}
 */
public record SealedAddition(String type, MessageReference target) implements Addition {

  static Optional<Content> read(Message message) {
    if (message.hasSecretEncryptedMessage()) {
      return Optional.of(
          new SealedAddition(
              "encrypted-edit",
              MessageReference.of(message.getSecretEncryptedMessage().getTargetMessageKey())));
    }
    if (message.hasEncReactionMessage()) {
      return Optional.of(
          new SealedAddition(
              "encrypted-reaction",
              MessageReference.of(message.getEncReactionMessage().getTargetMessageKey())));
    }
    return message.hasKeepInChatMessage()
        ? Optional.of(
            new SealedAddition(
                "keep", MessageReference.of(message.getKeepInChatMessage().getKey())))
        : Optional.empty();
  }
}
