package dev.kubezap.gateway.stream;

import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * How far one reader has read one session. It takes what comes by the stream that all readers share
 * once it is as far as that, and reads what is missing by a stream of its own before. Runs on one
 * event loop.
 */
final class ReadPosition {

  private enum State {
    /** The shared stream does not say yet where it is. */
    WAITING,
    /** What is missing is read, or is to be. */
    BEHIND,
    /** As far as the shared stream. */
    LIVE
  }

  private final long key;
  private final Consumer<PodEvent> reader;
  private State state = State.WAITING;
  private OptionalLong read;
  private OptionalLong shared = OptionalLong.empty();
  private OptionalLong sharedWhenIdle = OptionalLong.empty();

  /**
   * One that has read nothing by this connection.
   *
   * @param key what ids call the session
   * @param read the last event that the reader has; empty when it wants those from now on
   * @param reader takes each event once, in order
   */
  ReadPosition(long key, OptionalLong read, Consumer<PodEvent> reader) {
    this.key = key;
    this.read = read;
    this.reader = reader;
  }

  long key() {
    return key;
  }

  /** The last event that the reader has; empty when nothing is known. */
  OptionalLong read() {
    return read;
  }

  boolean isBehind() {
    return state == State.BEHIND;
  }

  /** The shared stream is at this event. */
  void sharedAt(long sequence) {
    shared = OptionalLong.of(sequence);
    if (state == State.WAITING) {
      if (read.isEmpty()) {
        read = shared;
      }
      state = read.getAsLong() >= sequence ? State.LIVE : State.BEHIND;
    }
  }

  /** An event came by the shared stream. */
  void sharedEvent(PodEvent event) {
    if (state == State.WAITING) {
      sharedAt(event.sequence() - 1);
    }
    shared = OptionalLong.of(event.sequence());
    if (state == State.LIVE) {
      take(event);
    }
  }

  /** An event came by the reader's own stream. */
  void ownEvent(PodEvent event) {
    if (state == State.BEHIND) {
      take(event);
      if (event.sequence() >= shared.orElse(Long.MAX_VALUE)) {
        state = State.LIVE;
      }
    }
  }

  /**
   * The reader's own stream has nothing more. What the shared one told is missing only when it was
   * taken away meanwhile, which is certain when both stand still for two of the pod's heartbeats.
   */
  void ownIdle() {
    if (state == State.BEHIND && sharedWhenIdle.equals(shared)) {
      read = OptionalLong.of(Math.max(read.orElse(0), shared.orElse(0)));
      state = State.LIVE;
    }
    sharedWhenIdle = shared;
  }

  private void take(PodEvent event) {
    if (event.sequence() > read.orElse(-1)) {
      read = OptionalLong.of(event.sequence());
      reader.accept(event);
    }
  }
}
