package dev.kubezap.pod.e2e;

import dev.kubezap.pod.crash.CrashAgent;
import dev.kubezap.simulator.world.Device;

/**
 * A session's short life of two processes, one thing after another, so that a place in it means the
 * same each time.
 */
interface CrashScenario {
  /**
   * A life.
   *
   * @param companion the device that was linked
   * @param before how many places of the first process another scenario tries already
   */
  record Lived(Device companion, int before) {}

  /**
   * Lives it once.
   *
   * @param first for the agent of the first process
   * @param second for the agent of the process after the orderly end
   */
  Lived live(CrashAgent.Order first, CrashAgent.Order second) throws Exception;

  /**
   * Looks at both sides, and fails when something is lost, doubled or against the protocol.
   *
   * @return what there was, in a sentence
   */
  String judge(Device companion) throws Exception;
}
