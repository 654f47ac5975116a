package dev.kubezap.whatsapp.signal;

import java.util.ArrayList;
import java.util.List;

/**
 * A chain of somebody else: its moving key, and the seeds of messages that have not come yet
 * although later ones have.
 *
 * @param skipped oldest first, at most {@link #MAX_SKIPPED}
 */
record MessageKeyChain(ChainKey key, List<MessageKeySeed> skipped) {
  /** How far a message may be ahead of the last one, as in Signal: no honest loss is longer. */
  static final int MAX_JUMP = 25_000;

  /** How many seeds a chain keeps for late messages, as in Signal; the oldest go first. */
  static final int MAX_SKIPPED = 2_000;

  MessageKeyChain {
    skipped = List.copyOf(skipped);
  }

  static MessageKeyChain starting(ChainKey key) {
    return new MessageKeyChain(key, List.of());
  }

  /** The seed of a message, and the chain without it. */
  record Step(MessageKeyChain chain, MessageKeySeed seed) {}

  /** Takes the seed of the message with this counter. */
  Step take(int counter, int maxJump) throws SignalException {
    if (counter < key.index()) {
      return takeSkipped(counter);
    }
    if (counter - key.index() > maxJump) {
      throw new SignalException.TooFarAhead(counter, key.index(), maxJump);
    }
    ChainKey at = key;
    List<MessageKeySeed> seeds = skipped;
    if (at.index() < counter) {
      seeds = new ArrayList<>(skipped);
      for (; at.index() < counter; at = at.next()) {
        if (counter - at.index() <= MAX_SKIPPED) {
          seeds.add(at.seed());
        }
      }
      seeds = seeds.subList(Math.max(0, seeds.size() - MAX_SKIPPED), seeds.size());
    }
    return new Step(new MessageKeyChain(at.next(), seeds), at.seed());
  }

  /** This chain with only the newest of its skipped seeds. */
  MessageKeyChain keeping(int count) {
    return skipped.size() <= count
        ? this
        : new MessageKeyChain(key, skipped.subList(skipped.size() - count, skipped.size()));
  }

  private Step takeSkipped(int counter) throws SignalException {
    for (int i = 0; i < skipped.size(); i++) {
      MessageKeySeed seed = skipped.get(i);
      if (seed.index() == counter) {
        List<MessageKeySeed> rest = new ArrayList<>(skipped);
        rest.remove(i);
        return new Step(new MessageKeyChain(key, rest), seed);
      }
    }
    throw new SignalException.OldCounter(counter, key.index());
  }
}
