package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The messages that the server has not acknowledged. */
record Unsent(List<StoredMessage> messages) {
  static final Unsent NONE = new Unsent(List.of());

  /**
   * More than anybody queues while a session is away; the rest stays queued and fails when it is
   * looked at.
   */
  private static final int LIMIT = 2_000;

  Unsent {
    messages = List.copyOf(messages);
  }

  static Unsent read(StateReader state) {
    return new Unsent(
        Stream.concat(
                state.queued(LIMIT).stream().map(queued -> state.message(queued.id())),
                state.prepared().stream().map(stanza -> state.message(stanza.messageId())))
            .flatMap(Optional::stream)
            .distinct()
            .toList());
  }
}
