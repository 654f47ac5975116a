package dev.kubezap.simulator.message;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The messages that the server accepted, the newest hundred thousand of them. */
public final class AcceptedMessages {
  private static final int LIMIT = 100_000;

  private final Map<Key, Accepted> messages = new LinkedHashMap<>();

  private record Key(String sender, String id) {}

  Accepted accept(String sender, String chat, String id) {
    Accepted accepted =
        messages.computeIfAbsent(new Key(sender, id), _ -> new Accepted(sender, chat, id));
    if (messages.size() > LIMIT) {
      messages.remove(messages.keySet().iterator().next());
    }
    return accepted;
  }

  /** The message of a sender's phone number with that id. */
  public Optional<Accepted> find(String sender, String id) {
    return Optional.ofNullable(messages.get(new Key(sender, id)));
  }
}
