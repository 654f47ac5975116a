package dev.kubezap.simulator.signal;

import dev.kubezap.simulator.crypto.Bytes;
import java.util.HashMap;
import java.util.Map;

/**
 * A chain of messages under one ratchet key of the other side.
 *
 * @param ratchetKey theirs
 * @param chain the next message that has not been seen
 * @param skipped secrets of messages that were passed over, by counter
 */
public record ReceiverChain(Bytes ratchetKey, ChainKey chain, Map<Integer, Bytes> skipped) {
  private static final int MAX_JUMP = 25_000;

  /** Copies the map. */
  public ReceiverChain {
    skipped = Map.copyOf(skipped);
  }

  /** The chain after a message, and the message's secret. */
  record Step(ReceiverChain chain, Bytes secret) {}

  Step to(int counter) throws DecryptionException {
    Map<Integer, Bytes> left = new HashMap<>(skipped);
    if (counter < chain.index()) {
      Bytes secret = left.remove(counter);
      if (secret == null) {
        throw new DecryptionException(DecryptionException.Reason.DUPLICATE, "counter " + counter);
      }
      return new Step(new ReceiverChain(ratchetKey, chain, left), secret);
    }
    if (counter - chain.index() > MAX_JUMP) {
      throw new DecryptionException(DecryptionException.Reason.INVALID, "counter " + counter);
    }
    ChainKey at = chain;
    while (at.index() < counter) {
      left.put(at.index(), at.messageSecret());
      at = at.next();
    }
    return new Step(new ReceiverChain(ratchetKey, at.next(), left), at.messageSecret());
  }
}
