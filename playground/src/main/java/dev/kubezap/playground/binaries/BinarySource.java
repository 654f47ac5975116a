package dev.kubezap.playground.binaries;

import java.util.Optional;

/** One way to come by the programs. */
@FunctionalInterface
interface BinarySource {

  /**
   * The programs; empty when this way does not lead to them on this machine.
   *
   * @throws BinariesException when the user asked for this way and it failed
   */
  Optional<ControlPlaneBinaries> find() throws BinariesException, InterruptedException;
}
