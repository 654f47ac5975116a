package dev.kubezap.pod.identity;

import java.util.OptionalLong;

/**
 * What the volume remembers of the database, so that a database that lost something is noticed.
 *
 * @param epoch of the last ownership that used the state
 * @param systemIdentifier of the database cluster then; empty when it could not be read
 * @param timeline of the database cluster then; 0 when it could not be read
 * @param cleanCommitNo number of the last commit, known only after a clean stop
 */
public record Witness(
    long epoch, String systemIdentifier, long timeline, OptionalLong cleanCommitNo) {
  /** Nothing is remembered: a new volume. */
  public static final Witness NONE = new Witness(0, "", 0, OptionalLong.empty());
}
