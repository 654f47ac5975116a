package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.node.Node;
import java.util.List;
import java.util.Optional;

/**
 * Remembers the inputs that were being handled when the session broke down, since one of them may
 * break it each time it comes again: a stanza is sent again by the server, a message comes from the
 * queue. Each of them is handled alone from then on. It is forgotten when it was handled well, and
 * set aside when it has broken the session alone {@value #PATIENCE} times. Used by one thread.
 */
final class PoisonInputs {
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
