package dev.kubezap.whatsapp.signal;

/** Our current chain: the ratchet key that announces it, and its moving key. */
record SendingChain(RatchetKeyPair ratchetKey, ChainKey chainKey) {
  SendingChain next() {
    return new SendingChain(ratchetKey, chainKey.next());
  }
}
