package dev.kubezap.whatsapp.signal;

import dev.kubezap.whatsapp.crypto.PublicKey;

/** One sender key of another member's device. */
record RemoteSenderKey(int id, PublicKey signingKey, MessageKeyChain chain) {
  static RemoteSenderKey of(SenderKeyDistribution distribution) {
    return new RemoteSenderKey(
        distribution.id(),
        distribution.signingKey(),
        MessageKeyChain.starting(distribution.chainKey()));
  }

  /**
   * Whether a distribution adds nothing: it is of this key, and this key still reaches the messages
   * that it starts with.
   */
  boolean covers(SenderKeyDistribution distribution) {
    return id == distribution.id()
        && signingKey.equals(distribution.signingKey())
        && distribution.chainKey().index() - chain.key().index() <= MessageKeyChain.MAX_JUMP;
  }

  RemoteSenderKey moved(MessageKeyChain newChain) {
    return new RemoteSenderKey(id, signingKey, newChain);
  }
}
