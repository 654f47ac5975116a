package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.node.Node;
import java.util.List;
import java.util.Optional;

/**
 * Inputs that were under way when the session broke down. Whichever of them is at fault comes
 * again, a stanza from the server, a message from the queue; so each is done alone from then on,
 * until it went well, or until it broke the session so often that it is set aside. Used by one
 * thread.
 */
final class Suspects {
  /** What breaks the session alone this often is set aside. */
  static final int PATIENCE = 2;

  private static final int REMEMBERED = 1_000;

  private final Recent<Object, Integer> aloneAtFault = Recent.counted(REMEMBERED);
  private boolean none = true;

  /** What makes an input the same when it comes again. */
  private record StanzaName(
      String tag,
      Optional<String> id,
      Optional<String> from,
      Optional<String> participant,
      Optional<String> type) {}

  /** The session broke down over these. */
  void add(List<Pending> inputs) {
    none = false;
    for (Pending input : inputs) {
      Object name = name(input);
      Integer before = aloneAtFault.get(name);
      int alone = inputs.size() == 1 ? 1 : 0;
      aloneAtFault.put(name, before == null ? alone : before + alone);
    }
  }

  /** These went well. */
  void clear(List<Pending> inputs) {
    if (!none) {
      inputs.forEach(input -> aloneAtFault.remove(name(input)));
    }
  }

  /** Whether an input is to be done alone. */
  boolean contains(Pending input) {
    return !none && aloneAtFault.get(name(input)) != null;
  }

  /** Whether an input is to be set aside. */
  boolean isAtFault(Pending input) {
    Integer times = none ? null : aloneAtFault.get(name(input));
    return times != null && times >= PATIENCE;
  }

  private static Object name(Pending input) {
    return input.work().input() instanceof Node stanza
        ? new StanzaName(
            stanza.tag(),
            stanza.attribute("id"),
            stanza.attribute("from"),
            stanza.attribute("participant"),
            stanza.attribute("type"))
        : input.work().input();
  }
}
