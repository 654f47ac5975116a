package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.step.Effect;
import java.util.function.Consumer;

/** Reads histories without making the session wait. */
interface HistoryReads extends AutoCloseable {

  /**
   * Reads on, on any thread.
   *
   * @param whenDone is told once what comes of it: new work
   */
  void read(Effect.ReadHistory wanted, Consumer<Object> whenDone);

  /** Gives up what is being read. */
  @Override
  void close();
}
