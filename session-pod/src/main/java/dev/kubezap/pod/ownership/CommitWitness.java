package dev.kubezap.pod.ownership;

/** Told of every commit, once it is stored and before anything follows from it. */
@FunctionalInterface
public interface CommitWitness {

  /** Notes the last commit's number. It is in the way of every commit: it waits for no disk. */
  void stored(long epoch, long commitNo);
}
