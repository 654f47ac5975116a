package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.content.Content;
import java.util.Optional;

/**
 * How callers see one kind of message.
 *
 * @param <C> what the engine knows it as
 */
interface MessageKind<C extends Content> {

  /** The engine's class. */
  Class<C> content();

  /** Writes what it says into the message's document. What is not known is absent. */
  void write(C content, ObjectNode json);

  /** How callers ask for one to be sent; empty for kinds that only come in. */
  default Optional<SendForm> form() {
    return Optional.empty();
  }
}
