package dev.kubezap.pod.kubernetes;

import dev.kubezap.whatsapp.SessionSnapshot;
import java.util.Optional;

/**
 * What the resource's status is made of.
 *
 * @param owner whether this pod holds the session's lease now
 * @param epoch the lease's epoch, that of its last ownership when it holds none
 * @param degraded what is not as it should be although the session runs
 */
public record StatusInput(
    SessionSnapshot snapshot,
    String podUid,
    boolean owner,
    long epoch,
    Optional<Degradation> degraded) {

  /**
   * Something is not as it should be.
   *
   * @param reason in CamelCase
   * @param message what to do
   */
  public record Degradation(String reason, String message) {}
}
