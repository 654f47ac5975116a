package dev.kubezap.simulator.signal;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Curve25519;
import dev.kubezap.simulator.crypto.KeyPair;
import dev.kubezap.simulator.crypto.XEdDsa;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A phone's Signal keys and sessions. Used by one thread at a time. */
public final class SignalStore {
  private static final int SIGNED_PREKEY_ID = 1;

  private final SecureRandom random;
  private final KeyPair identity;
  private final int registrationId;
  private final KeyPair signedPreKey;
  private final Map<Integer, KeyPair> preKeys;
  private final Map<SignalAddress, Session> sessions;
  private int nextPreKey;

  /** A stored store. */
  public SignalStore(Snapshot snapshot, SecureRandom random) {
    this.random = random;
    identity = snapshot.identity();
    registrationId = snapshot.registrationId();
    signedPreKey = snapshot.signedPreKey();
    preKeys = new HashMap<>(snapshot.preKeys());
    nextPreKey = snapshot.nextPreKey();
    sessions = new HashMap<>();
    snapshot.sessions().forEach(entry -> sessions.put(entry.address(), entry.session()));
  }

  /** A store with new keys. */
  public static SignalStore generate(SecureRandom random) {
    return new SignalStore(
        new Snapshot(
            Curve25519.generate(random),
            1 + random.nextInt(16_380),
            Curve25519.generate(random),
            Map.of(),
            1,
            List.of()),
        random);
  }

  /** A session with its address. */
  public record StoredSession(SignalAddress address, Session session) {}

  /** What is stored of a store. */
  public record Snapshot(
      KeyPair identity,
      int registrationId,
      KeyPair signedPreKey,
      Map<Integer, KeyPair> preKeys,
      int nextPreKey,
      List<StoredSession> sessions) {}

  /** What is stored of it. */
  public Snapshot snapshot() {
    List<StoredSession> stored = new ArrayList<>();
    sessions.forEach((address, session) -> stored.add(new StoredSession(address, session)));
    return new Snapshot(
        identity, registrationId, signedPreKey, Map.copyOf(preKeys), nextPreKey, stored);
  }

  /** The account's identity key. */
  public KeyPair identity() {
    return identity;
  }

  /** The phone's registration id. */
  public int registrationId() {
    return registrationId;
  }

  /** Id of the signed prekey. */
  public int signedPreKeyId() {
    return SIGNED_PREKEY_ID;
  }

  /** The signed prekey. */
  public KeyPair signedPreKey() {
    return signedPreKey;
  }

  /** The signature of the signed prekey. */
  public Bytes signedPreKeySignature() {
    Bytes signed = WireMessages.typed(signedPreKey.publicKey());
    return XEdDsa.sign(identity.privateKey(), signed, random);
  }

  /** Makes new one-time keys; answers their public parts by id. */
  public Map<Integer, Bytes> newPreKeys(int count) {
    Map<Integer, Bytes> made = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      KeyPair key = Curve25519.generate(random);
      preKeys.put(nextPreKey, key);
      made.put(nextPreKey++, key.publicKey());
    }
    return made;
  }

  /** Whether messages to the device need no bundle. */
  public boolean hasSession(SignalAddress address) {
    return sessions.containsKey(address);
  }

  /** Forgets the sessions with a device. */
  public void forget(SignalAddress address) {
    sessions.remove(address);
  }

  /** Builds a session from a bundle; {@code oneTime} is empty when there is none. */
  public void build(
      SignalAddress address,
      Bytes theirIdentity,
      int signedId,
      Bytes signedKey,
      int oneTimeId,
      Bytes oneTime) {
    Ratchet ratchet =
        Ratchet.initiate(identity, theirIdentity, signedId, signedKey, oneTimeId, oneTime, random);
    sessions.put(address, session(address).promote(ratchet));
  }

  private Session session(SignalAddress address) {
    return sessions.getOrDefault(address, new Session(List.of()));
  }

  /**
   * An encrypted message.
   *
   * @param type pkmsg or msg
   * @param body its bytes
   */
  public record Encrypted(String type, Bytes body) {}

  /** Encrypts with the session that must be there. */
  public Encrypted encrypt(SignalAddress address, Bytes plaintext) {
    Session session = session(address);
    if (session.ratchets().isEmpty()) {
      throw new IllegalStateException("No session with " + address);
    }
    Ratchet ratchet = session.ratchets().getFirst();
    Ratchet.Step step = ratchet.encrypt(plaintext);
    sessions.put(address, session.promote(step.ratchet()));
    Ratchet.PendingPreKey pending = ratchet.pending();
    if (pending == null) {
      return new Encrypted("msg", step.result());
    }
    Bytes body =
        WireMessages.preKeyMessage(
            new WireMessages.ParsedPreKey(
                pending.preKeyId(),
                pending.signedPreKeyId(),
                ratchet.baseKey(),
                identity.publicKey(),
                registrationId,
                step.result()));
    return new Encrypted("pkmsg", body);
  }

  /** Decrypts a message of type msg. */
  public Bytes decrypt(SignalAddress address, Bytes encoded) throws DecryptionException {
    Session session = session(address);
    DecryptionException first = null;
    for (Ratchet ratchet : session.ratchets()) {
      try {
        Ratchet.Step step = ratchet.decrypt(encoded, random);
        sessions.put(address, session.promote(step.ratchet()));
        return step.result();
      } catch (DecryptionException e) {
        if (first == null || e.reason() == DecryptionException.Reason.DUPLICATE) {
          first = e;
        }
      }
    }
    if (first == null) {
      throw new DecryptionException(DecryptionException.Reason.NO_SESSION, "with " + address);
    }
    throw first;
  }

  /** Decrypts a message of type pkmsg; the one-time key that it used is gone afterwards. */
  public Bytes decryptPreKey(SignalAddress address, Bytes encoded) throws DecryptionException {
    WireMessages.ParsedPreKey message = WireMessages.parsePreKey(encoded);
    Session session = session(address);
    boolean known =
        session.ratchets().stream().anyMatch(r -> r.baseKey().equals(message.baseKey()));
    if (known) {
      return decrypt(address, message.message());
    }
    KeyPair oneTime = preKeys.get(message.preKeyId());
    if ((message.preKeyId() != 0 && oneTime == null)
        || message.signedPreKeyId() != SIGNED_PREKEY_ID) {
      throw new DecryptionException(
          DecryptionException.Reason.NO_PREKEY,
          message.preKeyId() + " signed " + message.signedPreKeyId());
    }
    Ratchet ratchet =
        Ratchet.respond(identity, message.identity(), message.baseKey(), signedPreKey, oneTime);
    Ratchet.Step step = ratchet.decrypt(message.message(), random);
    preKeys.remove(message.preKeyId());
    sessions.put(address, session.promote(step.ratchet()));
    return step.result();
  }
}
