package dev.kubezap.gateway.fleet;

import dev.kubezap.crd.v1alpha1.ApiKeyDigest;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.access.Caller;
import dev.kubezap.gateway.access.KeyDigest;
import dev.kubezap.gateway.access.Scope;
import dev.kubezap.gateway.name.SessionId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

  /** That somebody is told of changes. */
  @FunctionalInterface
  public interface Listening extends AutoCloseable {
    /** Ends it. */
    @Override
    void close();
  }

  private final Map<SessionId, WhatsAppSession> sessions = new ConcurrentHashMap<>();
  private final Map<KeyDigest, Map<SessionId, Caller>> keys = new ConcurrentHashMap<>();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();

  /** The session of this name. */
  public Optional<WhatsAppSession> get(SessionId id) {
    return Optional.ofNullable(sessions.get(id));
  }

  /**
   * Whoever has the key with this digest. A digest that somebody copied into another resource
   * chooses neither, or the copy's owner would get the requests of whoever has the key.
   */
  public Optional<Caller> ownerOf(KeyDigest digest) {
    Map<SessionId, Caller> owners = keys.getOrDefault(digest, Map.of());
    return owners.size() == 1 ? owners.values().stream().findFirst() : Optional.empty();
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
  public Listening listen(Consumer<Change> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Takes a session as it is now. */
  public void put(WhatsAppSession session) {
    SessionId id = idOf(session);
    // Nobody here reads who wrote which field, and that is larger than all else.
    session.getMetadata().setManagedFields(null);
    WhatsAppSession before = sessions.put(id, session);
    Map<KeyDigest, Caller> now = keysOf(id, session);
    // Added before others are taken away, so that a key that stays is known all the time.
    now.forEach((digest, caller) -> keys.merge(digest, Map.of(id, caller), Fleet::joined));
    forget(id, before, now);
    tell(new Change(id, Optional.ofNullable(before), Optional.of(session)));
  }

  /** A session is gone. */
  public void remove(SessionId id) {
    WhatsAppSession before = sessions.remove(id);
    if (before != null) {
      forget(id, before, Map.of());
      tell(new Change(id, Optional.of(before), Optional.empty()));
    }
  }

  private static Map<SessionId, Caller> joined(
      Map<SessionId, Caller> before, Map<SessionId, Caller> more) {
    var all = new HashMap<>(before);
    all.putAll(more);
    return Map.copyOf(all);
  }

  private static @Nullable Map<SessionId, Caller> without(
      SessionId id, Map<SessionId, Caller> before) {
    var rest = new HashMap<>(before);
    rest.remove(id);
    return rest.isEmpty() ? null : Map.copyOf(rest);
  }

  private void forget(SessionId id, @Nullable WhatsAppSession before, Map<KeyDigest, Caller> kept) {
    if (before == null) {
      return;
    }
    for (KeyDigest digest : keysOf(id, before).keySet()) {
      if (!kept.containsKey(digest)) {
        keys.computeIfPresent(digest, (any, owners) -> without(id, owners));
      }
    }
  }

  private static Map<KeyDigest, Caller> keysOf(SessionId id, WhatsAppSession session) {
    var found = new HashMap<KeyDigest, Caller>();
    for (ApiKeyDigest key : session.getSpec().apiKeys()) {
      Set<Scope> scopes =
          key.scopes().stream()
              .map(scope -> Scope.valueOf(scope.name()))
              .collect(Collectors.toSet());
      found.put(new KeyDigest(key.sha256()), Caller.ofSession(id, key.name(), scopes));
    }
    return found;
  }

  private void tell(Change change) {
    listeners.forEach(listener -> listener.accept(change));
  }

  /** What a resource is called. */
  public static SessionId idOf(WhatsAppSession session) {
    return new SessionId(session.getMetadata().getNamespace(), session.getMetadata().getName());
  }
}
