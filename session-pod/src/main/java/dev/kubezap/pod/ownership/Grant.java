package dev.kubezap.pod.ownership;

import java.util.UUID;

/**
 * The lease row as an acquisition left and found it.
 *
 * @param epoch ours, larger than every epoch before
 * @param token what our writes prove themselves by
 * @param commitNo number of the last commit, the acquisition itself included
 * @param sequence sequence of the last event; ours begin above
 * @param previousEpoch 0 when there was no row
 * @param previousCommitNo number of the last commit before the acquisition
 * @param previousReleased whether the owner before gave the lease back
 * @param systemIdentifier of the database cluster; empty when it cannot be read
 * @param timeline of the database cluster; 0 when it cannot be read
 */
public record Grant(
    long epoch,
    UUID token,
    long commitNo,
    long sequence,
    long previousEpoch,
    long previousCommitNo,
    boolean previousReleased,
    String systemIdentifier,
    long timeline) {
  /** The low bits of a sequence count events, the high ones are the epoch. */
  public static final int SEQUENCE_BITS = 32;

  @Override
  public String toString() {
    return "Grant[epoch=" + epoch + ", commitNo=" + commitNo + ", sequence=" + sequence + "]";
  }
}
