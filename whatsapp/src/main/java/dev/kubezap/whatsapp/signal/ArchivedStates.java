package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Bounds what earlier states of a session take. A peer begins states and skips messages as it
 * likes, so seeds of all of them are kept for no more late messages than one chain may have; the
 * newest states matter most.
 */
final class ArchivedStates {
  /** More than a state takes without seeds. */
  private static final int STATE_BYTES = 1_000;

  /** The most that a seed takes. */
  private static final int SEED_BYTES = 42;

  private static final int ALL_SEEDS_BYTES = MessageKeyChain.MAX_SKIPPED * SEED_BYTES;

  private ArchivedStates() {}

  /**
   * A state before the archived ones.
   *
   * @param archived encoded, newest first
   */
  static List<ByteString> with(SessionState state, List<ByteString> archived) {
    List<ByteString> all = new ArrayList<>(archived.size() + 1);
    all.add(SessionCodec.encodeState(state));
    all.addAll(archived);
    return bounded(all);
  }

  /**
   * As many of these states as may be kept, the oldest of them perhaps without their seeds.
   *
   * @param all encoded, newest first
   */
  static List<ByteString> bounded(List<ByteString> all) {
    List<ByteString> states = new ArrayList<>(all.size());
    int left = ALL_SEEDS_BYTES;
    for (ByteString encoded : all) {
      if (states.size() == SignalSession.MAX_ARCHIVED) {
        break;
      }
      int seeds = Math.max(0, encoded.size() - STATE_BYTES);
      if (seeds <= left) {
        left -= seeds;
        states.add(encoded);
      } else {
        withoutSeeds(encoded).ifPresent(states::add);
      }
    }
    return states;
  }

  /** Empty when the state cannot be read any more. */
  private static Optional<ByteString> withoutSeeds(ByteString encoded) {
    try {
      return Optional.of(
          SessionCodec.encodeState(SessionCodec.decodeState(encoded).withoutSkipped()));
    } catch (SessionFormatException e) {
      return Optional.empty();
    }
  }
}
