package dev.kubezap.pod.kind;

import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.MessageContext;
import java.util.Optional;
import java.util.Set;

/** The fields of a request that sends one kind of message. */
public interface SendForm {

  /** The values of {@code type} that it stands for. */
  Set<String> types();

  /** Whether its messages may be such that they are looked at once only. */
  default boolean takesViewOnce(String type) {
    return false;
  }

  /**
   * Reads the fields, noting what is wrong in them.
   *
   * @param type one of {@link #types}
   * @param context what the request says beside its kind
   * @return empty when something is wrong
   */
  Optional<Composable> read(String type, Fields fields, MessageContext context);
}
