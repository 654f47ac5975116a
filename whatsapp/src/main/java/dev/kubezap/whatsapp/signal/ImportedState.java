package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One double ratchet as another client of this device has stored it.
 *
 * @param remoteIdentity the peer's
 * @param rootKey 32 secret bytes
 * @param previousCounter last counter of our previous sending chain; negative when it had none
 * @param ratchetKey ours, which announced our sending chain
 * @param sendingKey the moving key of our sending chain, 32 secret bytes
 * @param sendingIndex the counter of the next message that it would have sent
 * @param receiving the peer's chains, newest last
 * @param pending the peer's prekeys that it was begun with, until the peer has answered
 * @param remoteRegistrationId the peer's
 * @param baseKey made by whoever began it
 */
public record ImportedState(
    PublicKey remoteIdentity,
    ByteString rootKey,
    int previousCounter,
    KeyPair ratchetKey,
    ByteString sendingKey,
    int sendingIndex,
    List<Chain> receiving,
    Optional<Pending> pending,
    int remoteRegistrationId,
    PublicKey baseKey) {
  static final int SECRET_LENGTH = 32;

  /**
   * A chain of the peer.
   *
   * @param key the moving key, 32 secret bytes; empty when the chain was closed, so that it only
   *     reads what was skipped
   * @param index the counter of the message that the key is for
   * @param skipped seeds of messages that have not come, by their counters
   */
  public record Chain(
      PublicKey ratchetKey,
      Optional<ByteString> key,
      int index,
      SortedMap<Integer, ByteString> skipped) {
    public Chain {
      key.ifPresent(secret -> requireSecret(secret, "a chain key"));
      requireCounter(index);
      skipped = new TreeMap<>(skipped);
      skipped.forEach(
          (counter, seed) -> {
            requireCounter(counter);
            requireSecret(seed, "a message key");
          });
    }

    /** Hides the keys. */
    @Override
    public String toString() {
      return "Chain[index=" + index + ", hidden]";
    }

    private ReceivingChain chain(RandomBytes random) {
      // Nobody knows the key that stands in for one that was thrown away, so nothing opens by it.
      ByteString moving =
          key.orElseGet(() -> ByteString.copyFrom(random.next(ImportedState.SECRET_LENGTH)));
      return new ReceivingChain(
          new RemoteRatchetKey(ratchetKey),
          new MessageKeyChain(new ChainKey(moving, index), seeds(skipped)));
    }
  }

  /** The prekeys of the peer that a session was begun with. */
  public record Pending(OptionalInt preKeyId, int signedPreKeyId) {}

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException when a key or a counter cannot be one
   */
  public ImportedState {
    requireSecret(rootKey, "a root key");
    requireSecret(sendingKey, "a chain key");
    requireCounter(sendingIndex);
    receiving = List.copyOf(receiving);
  }

  /**
   * The session of these states. It only receives: the other client may have used keys of a sending
   * chain after this was stored, and a key is never used twice. Ours begins with the next chain of
   * our own, whose keys are new.
   *
   * @param open the state that was written in
   * @param closed earlier ones, newest first
   * @param own this device's identity key
   * @param registrationId this device's
   */
  public static SignalSession session(
      Optional<ImportedState> open,
      List<ImportedState> closed,
      PublicKey own,
      int registrationId,
      RandomBytes random) {
    List<ByteString> archived =
        closed.stream()
            .map(state -> SessionCodec.encodeState(state.state(own, registrationId, random)))
            .toList();
    return new SignalSession(
        open.map(state -> state.state(own, registrationId, random)),
        ArchivedStates.bounded(archived));
  }

  private SessionState state(PublicKey own, int registrationId, RandomBytes random) {
    List<ReceivingChain> chains =
        receiving
            .subList(Math.max(0, receiving.size() - SessionState.MAX_RECEIVING), receiving.size())
            .stream()
            .map(chain -> chain.chain(random))
            .toList();
    return new SessionState(
        own,
        new RemoteIdentityKey(remoteIdentity),
        new RootKey(rootKey),
        Math.max(0, previousCounter),
        new SendingChain(new RatchetKeyPair(ratchetKey), new ChainKey(sendingKey, sendingIndex)),
        chains,
        pending.map(one -> new PendingPreKey(one.preKeyId(), one.signedPreKeyId())),
        registrationId,
        remoteRegistrationId,
        baseKey,
        true);
  }

  static List<MessageKeySeed> seeds(SortedMap<Integer, ByteString> skipped) {
    List<MessageKeySeed> seeds = new ArrayList<>(skipped.size());
    skipped.forEach((counter, seed) -> seeds.add(new MessageKeySeed(counter, seed)));
    return seeds.subList(Math.max(0, seeds.size() - MessageKeyChain.MAX_SKIPPED), seeds.size());
  }

  static void requireSecret(ByteString secret, String what) {
    if (secret.size() != SECRET_LENGTH) {
      throw new IllegalArgumentException(
          what + " of " + secret.size() + " bytes, expected " + SECRET_LENGTH);
    }
  }

  static void requireCounter(int counter) {
    if (counter < 0) {
      throw new IllegalArgumentException("a counter is negative");
    }
  }

  /** Hides the keys. */
  @Override
  public String toString() {
    return "ImportedState[hidden]";
  }
}
