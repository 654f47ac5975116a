package dev.kubezap.gateway.fleet;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.name.SessionId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The sessions that are known now. Reading is cheap and done by any thread. Objects that are handed
 * out are never changed.
 */
public final class Fleet {

  /**
   * One session came, changed or went.
   *
   * @param id which
   * @param before how it was; empty when it came
   * @param after how it is; empty when it went
   */
  public record Change(
      SessionId id, Optional<WhatsAppSession> before, Optional<WhatsAppSession> after) {}

  private final Map<SessionId, WhatsAppSession> sessions = new ConcurrentHashMap<>();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();

  /** The session of this name. */
  public Optional<WhatsAppSession> get(SessionId id) {
    return Optional.ofNullable(sessions.get(id));
  }

  /** All of them, in no order. */
  public Collection<WhatsAppSession> all() {
    return List.copyOf(sessions.values());
  }

  /** How many there are. */
  public int size() {
    return sessions.size();
  }

  /**
   * Has every later change told, on the thread that learns of it, which must not be held up.
   * Closing the answer ends that.
   */
  public AutoCloseable listen(Consumer<Change> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Takes a session as it is now. */
  public void put(WhatsAppSession session) {
    SessionId id = idOf(session);
    // Nobody here reads who wrote which field, and that is larger than all else.
    session.getMetadata().setManagedFields(null);
    WhatsAppSession before = sessions.put(id, session);
    tell(new Change(id, Optional.ofNullable(before), Optional.of(session)));
  }

  /** A session is gone. */
  public void remove(SessionId id) {
    WhatsAppSession before = sessions.remove(id);
    if (before != null) {
      tell(new Change(id, Optional.of(before), Optional.empty()));
    }
  }

  private void tell(Change change) {
    listeners.forEach(listener -> listener.accept(change));
  }

  /** What a resource is called. */
  public static SessionId idOf(WhatsAppSession session) {
    return new SessionId(session.getMetadata().getNamespace(), session.getMetadata().getName());
  }
}
