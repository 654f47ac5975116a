package dev.kubezap.gateway.stream;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;

/**
 * The streams by which one reader reads what it has missed: a few at once, and none while the
 * reader is slower than they are. Runs on one event loop.
 */
final class CatchUps {

  private static final int AT_ONCE = 4;

  private final Queue<PodStream> waiting = new ArrayDeque<>();
  private final Set<PodStream> running = new HashSet<>();
  private boolean paused;

  /** Begins to read by this stream, as soon as it is its turn. */
  void begin(PodStream stream) {
    waiting.add(stream);
    next();
  }

  /** Ends this stream, whether it has begun or not. */
  void end(PodStream stream) {
    stream.end();
    waiting.remove(stream);
    running.remove(stream);
    next();
  }

  /** The reader takes nothing now. */
  void pause() {
    paused = true;
    running.forEach(PodStream::pause);
  }

  /** The reader takes more. */
  void resume() {
    paused = false;
    running.forEach(PodStream::resume);
    next();
  }

  private void next() {
    while (!paused && running.size() < AT_ONCE && !waiting.isEmpty()) {
      PodStream stream = waiting.remove();
      running.add(stream);
      stream.ask();
    }
  }
}
