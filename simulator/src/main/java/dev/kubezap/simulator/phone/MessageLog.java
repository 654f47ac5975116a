package dev.kubezap.simulator.phone;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a phone has sent and received, in order. Thread-safe. */
public final class MessageLog {
  /** How many messages are kept, the newest. */
  static final int LIMIT = 100_000;

  private final Map<Key, PhoneMessage> messages = new LinkedHashMap<>();

  private record Key(PhoneMessage.Direction direction, String peer, String id) {}

  /** Restores stored messages. */
  public synchronized void addAll(List<PhoneMessage> stored) {
    stored.forEach(this::put);
  }

  synchronized void add(PhoneMessage message) {
    put(message);
    if (messages.size() > LIMIT) {
      messages.remove(messages.keySet().iterator().next());
    }
  }

  private void put(PhoneMessage message) {
    messages.put(new Key(message.direction(), message.peer(), message.id()), message);
  }

  synchronized boolean change(
      PhoneMessage.Direction direction,
      String peer,
      String id,
      UnaryOperator<PhoneMessage> change) {
    return messages.computeIfPresent(
            new Key(direction, peer, id), (_, message) -> change.apply(message))
        != null;
  }

  synchronized Optional<PhoneMessage> find(
      PhoneMessage.Direction direction, String peer, String id) {
    return Optional.ofNullable(messages.get(new Key(direction, peer, id)));
  }

  /** All, in order. */
  public synchronized List<PhoneMessage> list() {
    return List.copyOf(messages.values());
  }
}
