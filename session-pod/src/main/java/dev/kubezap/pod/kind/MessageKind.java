package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.content.Composable;
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

  /** Whether what such a message says can be edited. */
  default boolean isEditable() {
    return false;
  }

  /**
   * The same message with what the fields say, noting what is wrong in them.
   *
   * @return empty when something is wrong
   */
  default Optional<Composable> edited(C content, Fields fields) {
    return Optional.empty();
  }
}
