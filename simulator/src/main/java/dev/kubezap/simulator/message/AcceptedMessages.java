package dev.kubezap.simulator.message;

import java.util.LinkedHashMap;
import java.util.List;
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

  /** All, to be stored. */
  public List<Accepted.Snapshot> snapshot() {
    return messages.values().stream().map(Accepted::snapshot).toList();
  }

  /** Adds stored ones. */
  public void restore(List<Accepted.Snapshot> stored) {
    stored.forEach(s -> messages.put(new Key(s.sender(), s.id()), new Accepted(s)));
  }

  /** The message of a sender's phone number with that id. */
  public Optional<Accepted> find(String sender, String id) {
    return Optional.ofNullable(messages.get(new Key(sender, id)));
  }
}
