package dev.kubezap.pod.ownership;

import java.util.Optional;

/**
 * Judges whether the state that an acquisition found goes on where it was left. It is asked before
 * the acquisition is committed: what it stores is stored together with the new epoch or not at all.
 * Otherwise a process that ends in between would leave a lease behind that looks like the present
 * one.
 */
@FunctionalInterface
public interface Continuation {

  /**
   * Judges, and stores what must be known of a state that was restored.
   *
   * @param former what this process owned before; empty after its start
   * @param found what the acquisition found
   * @param acquiring takes what is to be stored with the acquisition
   * @return why the state is taken to be restored, in kebab case; empty when it goes on
   * @throws RuntimeException when that cannot be told; the session is then not acquired
   */
  Optional<String> judge(Optional<FormerOwnership> former, Grant found, CommitScope acquiring);
}
