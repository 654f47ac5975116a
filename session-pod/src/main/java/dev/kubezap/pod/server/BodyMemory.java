package dev.kubezap.pod.server;

import java.util.concurrent.Semaphore;

/** What the long bodies of all requests in work may take together. Short ones are not counted. */
public final class BodyMemory {
  /** Up to so many bytes a body is short. */
  static final int SHORT = 16 * 1024;

  private final Semaphore free;

  /**
   * @param bytes for all long bodies, beyond the {@link #SHORT} ones of each
   */
  public BodyMemory(int bytes) {
    free = new Semaphore(bytes);
  }

  /** The share of one request, to be closed when it is answered. Nothing is taken yet. */
  public Share share() {
    return new Share();
  }

  /** What one request has taken. Used by one thread. */
  public final class Share implements AutoCloseable {
    private int taken;

    private Share() {}

    /**
     * Takes what a body of so many bytes needs.
     *
     * @throws RefusedRequestException with status 503 when others have taken it
     */
    void cover(int bytes) throws RefusedRequestException {
      int more = bytes - SHORT - taken;
      if (more <= 0) {
        return;
      }
      if (!free.tryAcquire(more)) {
        throw new RefusedRequestException(503, "Send it again shortly.");
      }
      taken += more;
    }

    @Override
    public void close() {
      free.release(taken);
      taken = 0;
    }
  }
}
