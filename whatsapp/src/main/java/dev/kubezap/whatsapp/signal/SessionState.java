package dev.kubezap.whatsapp.signal;

import dev.kubezap.whatsapp.crypto.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One double ratchet: all that two devices share since one X3DH agreement.
 *
 * @param previousCounter last counter of our previous sending chain
 * @param receiving the peer's chains, newest last, at most {@link #MAX_RECEIVING}; together they
 *     keep as many seeds as one may, the newest chains first
 * @param pending present until the peer has answered a session that we began
 * @param baseKey made by whoever began the session; names it
 * @param receiveOnly the sending chain must not be used: a later state that was lost may have used
 *     its keys. Ends with the next chain of our own, whose keys are new.
 */
record SessionState(
    PublicKey localIdentity,
    RemoteIdentityKey remoteIdentity,
    RootKey root,
    int previousCounter,
    SendingChain sending,
    List<ReceivingChain> receiving,
    Optional<PendingPreKey> pending,
    int localRegistrationId,
    int remoteRegistrationId,
    PublicKey baseKey,
    boolean receiveOnly) {

  /** How many of the peer's chains are kept for late messages, as in Signal. */
  static final int MAX_RECEIVING = 5;

  SessionState {
    receiving =
        skipped(receiving) <= MessageKeyChain.MAX_SKIPPED
            ? List.copyOf(receiving)
            : keeping(receiving, MessageKeyChain.MAX_SKIPPED);
  }

  private static int skipped(List<ReceivingChain> chains) {
    int skipped = 0;
    for (ReceivingChain chain : chains) {
      skipped += chain.keys().skipped().size();
    }
    return skipped;
  }

  private static List<ReceivingChain> keeping(List<ReceivingChain> chains, int count) {
    List<ReceivingChain> kept = new ArrayList<>();
    int left = count;
    for (ReceivingChain chain : chains.reversed()) {
      ReceivingChain shorter = chain.moved(chain.keys().keeping(left));
      left -= shorter.keys().skipped().size();
      kept.addFirst(shorter);
    }
    return List.copyOf(kept);
  }

  /** How many seeds are kept for late messages. */
  int skipped() {
    return skipped(receiving);
  }

  /** The state that reads no late messages of its chains any more. */
  SessionState withoutSkipped() {
    return with(root, previousCounter, sending, keeping(receiving, 0), pending, receiveOnly);
  }

  Optional<ReceivingChain> chainOf(RemoteRatchetKey key) {
    return receiving.stream().filter(chain -> chain.ratchetKey().equals(key)).findFirst();
  }

  /** The state after sending one message. */
  SessionState sent() {
    return with(root, previousCounter, sending.next(), receiving, pending, receiveOnly);
  }

  /** The state that only receives. */
  SessionState onlyReceiving() {
    return with(root, previousCounter, sending, receiving, pending, true);
  }

  /**
   * The state after reading a message of a known chain; the peer has the session, so nothing is
   * pending.
   */
  SessionState received(ReceivingChain advanced) {
    List<ReceivingChain> chains = new ArrayList<>(receiving);
    chains.replaceAll(chain -> chain.ratchetKey().equals(advanced.ratchetKey()) ? advanced : chain);
    return with(root, previousCounter, sending, chains, Optional.empty(), receiveOnly);
  }

  /** The state after reading the first message of a new chain: both ratchets have moved on. */
  SessionState ratcheted(RootKey newRoot, ReceivingChain added, SendingChain newSending) {
    List<ReceivingChain> chains = new ArrayList<>(receiving);
    chains.add(added);
    int last = Math.max(sending.chainKey().index() - 1, 0);
    return with(
        newRoot,
        last,
        newSending,
        chains.subList(Math.max(0, chains.size() - MAX_RECEIVING), chains.size()),
        Optional.empty(),
        false);
  }

  private SessionState with(
      RootKey newRoot,
      int newPreviousCounter,
      SendingChain newSending,
      List<ReceivingChain> newReceiving,
      Optional<PendingPreKey> newPending,
      boolean onlyReceives) {
    return new SessionState(
        localIdentity,
        remoteIdentity,
        newRoot,
        newPreviousCounter,
        newSending,
        newReceiving,
        newPending,
        localRegistrationId,
        remoteRegistrationId,
        baseKey,
        onlyReceives);
  }
}
