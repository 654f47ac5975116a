package dev.kubezap.simulator.world;

import dev.kubezap.simulator.crypto.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The public Signal keys of one device that the server hands out. */
public final class KeyBundle {
  private final int registrationId;
  private final Bytes identity;
  private SignedPreKey signedPreKey;
  private final TreeMap<Integer, Bytes> available;
  private final Map<Integer, Bytes> handedOut;

  /** A bundle without one-time keys. */
  public KeyBundle(int registrationId, Bytes identity, SignedPreKey signedPreKey) {
    this(new Snapshot(registrationId, identity, signedPreKey, Map.of(), Map.of()));
  }

  /** A stored bundle. */
  public KeyBundle(Snapshot snapshot) {
    registrationId = snapshot.registrationId();
    identity = snapshot.identity();
    signedPreKey = snapshot.signedPreKey();
    available = new TreeMap<>(snapshot.available());
    handedOut = new HashMap<>(snapshot.handedOut());
  }

  /**
   * What is stored of a bundle.
   *
   * @param registrationId the device's
   * @param identity its identity key
   * @param signedPreKey the current one
   * @param available one-time keys by id
   * @param handedOut one-time keys that somebody has got, by id
   */
  public record Snapshot(
      int registrationId,
      Bytes identity,
      SignedPreKey signedPreKey,
      Map<Integer, Bytes> available,
      Map<Integer, Bytes> handedOut) {}

  /** What is stored of it. */
  public Snapshot snapshot() {
    return new Snapshot(
        registrationId, identity, signedPreKey, Map.copyOf(available), Map.copyOf(handedOut));
  }

  /** The device's registration id. */
  public int registrationId() {
    return registrationId;
  }

  /** The device's identity key. */
  public Bytes identity() {
    return identity;
  }

  /** The current signed prekey. */
  public SignedPreKey signedPreKey() {
    return signedPreKey;
  }

  /** Replaces the signed prekey. */
  public void rotate(SignedPreKey next) {
    signedPreKey = next;
  }

  /**
   * What is wrong with an upload.
   *
   * @param reused ids that stood for other keys before
   * @param renamed ids of keys that had other ids before
   */
  public record Doubtful(List<Integer> reused, List<Integer> renamed) {}

  /**
   * Adds one-time keys. The same key under the same id once more is right: a device cannot know
   * that an upload arrived whose answer was lost. It is not handed out a second time.
   */
  public Doubtful add(Map<Integer, Bytes> keys) {
    Map<Bytes, Integer> names = new HashMap<>();
    available.forEach((id, key) -> names.put(key, id));
    handedOut.forEach((id, key) -> names.put(key, id));
    Doubtful doubtful = new Doubtful(new ArrayList<>(), new ArrayList<>());
    keys.forEach(
        (id, key) -> {
          Bytes before = available.getOrDefault(id, handedOut.get(id));
          Integer name = names.putIfAbsent(key, id);
          if (before != null && !before.equals(key)) {
            doubtful.reused().add(id);
          } else if (name != null && name.intValue() != id) {
            doubtful.renamed().add(id);
          }
          if (!handedOut.containsKey(id)) {
            available.put(id, key);
          }
        });
    return doubtful;
  }

  /** Takes one one-time key out, the lowest id first. */
  public Optional<Map.Entry<Integer, Bytes>> take() {
    Map.Entry<Integer, Bytes> first = available.pollFirstEntry();
    if (first != null) {
      handedOut.put(first.getKey(), first.getValue());
    }
    return Optional.ofNullable(first);
  }

  /** A one-time key that its device gave away by itself, in a retry receipt. */
  public void handOut(int id, Bytes key) {
    available.remove(id);
    handedOut.put(id, key);
  }

  /** Whether somebody got the one-time key of that id. */
  public boolean wasHandedOut(int id) {
    return handedOut.containsKey(id);
  }

  /** Ids of the one-time keys that are left. */
  public List<Integer> availableIds() {
    return List.copyOf(available.keySet());
  }

  /** The one-time keys that are left, by id. */
  public Map<Integer, Bytes> available() {
    return Collections.unmodifiableMap(available);
  }
}
