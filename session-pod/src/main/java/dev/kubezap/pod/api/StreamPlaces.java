package dev.kubezap.pod.api;

import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import java.util.concurrent.Semaphore;

/** The places for open streams. Who has not said who he is takes none of those of the others. */
final class StreamPlaces {
  private static final int MOST_STREAMS = 64;
  private static final int MOST_STRANGERS = 16;

  private final Semaphore places = new Semaphore(MOST_STREAMS);
  private final Semaphore strangers = new Semaphore(MOST_STRANGERS);

  /** A place, until it is closed. */
  final class Place implements AutoCloseable {
    private boolean stranger;
    private boolean closed;

    private Place(boolean stranger) {
      this.stranger = stranger;
    }

    /**
     * Whoever has it is known now.
     *
     * @throws ProblemException 429 when there is no place left
     */
    synchronized void becomeKnown() {
      if (stranger && !closed) {
        acquire(places, MOST_STREAMS);
        strangers.release();
        stranger = false;
      }
    }

    /** Gives it back, once. */
    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        (stranger ? strangers : places).release();
      }
    }
  }

  /**
   * Takes a place.
   *
   * @param known whether the caller has said who he is
   * @throws ProblemException 429 when there is none
   */
  Place take(boolean known) {
    acquire(known ? places : strangers, known ? MOST_STREAMS : MOST_STRANGERS);
    return new Place(!known);
  }

  private static void acquire(Semaphore from, int most) {
    if (!from.tryAcquire()) {
      throw new ProblemException(
          Problem.of(
                  429,
                  "too-many-streams",
                  "Too many streams are open",
                  "Close one of the " + most + " open streams first.")
              .withHeader("Retry-After", "30"));
    }
  }
}
