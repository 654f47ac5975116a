package dev.kubezap.pod.lifecycle;

/** Collects the heap of this process when it has grown by what is mostly garbage. */
final class HeapKeeper {
  private final Runtime runtime = Runtime.getRuntime();
  private final HeapGrowth growth = new HeapGrowth(runtime.totalMemory());

  /** Looks, and collects when that is due; to be called once a second. */
  void look() {
    if (growth.isDue(used(), runtime.totalMemory())) {
      runtime.gc();
      growth.collected(used(), runtime.totalMemory());
    }
  }

  private long used() {
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
