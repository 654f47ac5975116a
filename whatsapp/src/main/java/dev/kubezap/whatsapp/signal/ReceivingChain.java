package dev.kubezap.whatsapp.signal;

/** A chain of the peer, named by the ratchet key that announced it. */
record ReceivingChain(RemoteRatchetKey ratchetKey, MessageKeyChain keys) {
  static ReceivingChain starting(RemoteRatchetKey ratchetKey, ChainKey chainKey) {
    return new ReceivingChain(ratchetKey, MessageKeyChain.starting(chainKey));
  }

  /** The same chain, moved on. */
  ReceivingChain moved(MessageKeyChain newKeys) {
    return new ReceivingChain(ratchetKey, newKeys);
  }
}
