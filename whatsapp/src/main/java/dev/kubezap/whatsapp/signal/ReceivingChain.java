package dev.kubezap.whatsapp.signal;

import java.util.ArrayList;
import java.util.List;

/**
 * A chain of the peer: its moving key, and the seeds of messages that have not come yet although
 * later ones have.
 *
 * @param skipped oldest first, at most {@link #MAX_SKIPPED}
 */
record ReceivingChain(
    RemoteRatchetKey ratchetKey, ChainKey chainKey, List<MessageKeySeed> skipped) {
  /** How far a message may be ahead of the last one, as in Signal: no honest loss is longer. */
  static final int MAX_JUMP = 25_000;

  /** How many seeds a chain keeps for late messages, as in Signal; the oldest go first. */
  static final int MAX_SKIPPED = 2_000;

  ReceivingChain {
    skipped = List.copyOf(skipped);
  }

  static ReceivingChain starting(RemoteRatchetKey ratchetKey, ChainKey chainKey) {
    return new ReceivingChain(ratchetKey, chainKey, List.of());
  }

  /** The seed of a message, and the chain without it. */
  record Step(ReceivingChain chain, MessageKeySeed seed) {}

  /** Takes the seed of the message with this counter. */
  Step take(int counter, int maxJump) throws SignalException {
    if (counter < chainKey.index()) {
      return takeSkipped(counter);
    }
    if (counter - chainKey.index() > maxJump) {
      throw new SignalException.TooFarAhead(counter, chainKey.index(), maxJump);
    }
    ChainKey key = chainKey;
    List<MessageKeySeed> seeds = skipped;
    if (key.index() < counter) {
      seeds = new ArrayList<>(skipped);
      for (; key.index() < counter; key = key.next()) {
        if (counter - key.index() <= MAX_SKIPPED) {
          seeds.add(key.seed());
        }
      }
      seeds = seeds.subList(Math.max(0, seeds.size() - MAX_SKIPPED), seeds.size());
    }
    return new Step(new ReceivingChain(ratchetKey, key.next(), seeds), key.seed());
  }

  private Step takeSkipped(int counter) throws SignalException {
    for (int i = 0; i < skipped.size(); i++) {
      MessageKeySeed seed = skipped.get(i);
      if (seed.index() == counter) {
        List<MessageKeySeed> rest = new ArrayList<>(skipped);
        rest.remove(i);
        return new Step(new ReceivingChain(ratchetKey, chainKey, rest), seed);
      }
    }
    throw new SignalException.OldCounter(counter, chainKey.index());
  }
}
