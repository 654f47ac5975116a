package dev.kubezap.pod.lifecycle;

/**
 * Decides when the heap is to be collected as a whole. The serial collector grows its old
 * generation to its limit before it does so, and so keeps the garbage of every burst; a collection
 * of a small heap takes some 20 ms. Pure; used by one thread, once a second.
 */
final class HeapGrowth {
  private static final long MEGABYTE = 1 << 20;

  /** While the session works: rarely enough to cost a hundredth or two of its work at most. */
  private static final long WORKING = 3 * MEGABYTE;

  /** While it rests. */
  private static final long RESTING = MEGABYTE;

  /** A second's garbage of a session that rests, at most. */
  private static final long REST = MEGABYTE / 2;

  private long floor;
  private long usedBefore;

  /**
   * From a heap as it is.
   *
   * @param committed bytes that the heap has taken
   */
  HeapGrowth(long committed) {
    floor = committed;
  }

  /**
   * Whether to collect now.
   *
   * @param used bytes in use, garbage included
   * @param committed bytes that the heap has taken
   */
  boolean isDue(long used, long committed) {
    boolean rests = used >= usedBefore && used - usedBefore <= REST;
    usedBefore = used;
    return committed - floor >= (rests ? RESTING : WORKING);
  }

  /** What is left after a collection is needed, and is grown from. */
  void collected(long used, long committed) {
    floor = committed;
    usedBefore = used;
  }
}
