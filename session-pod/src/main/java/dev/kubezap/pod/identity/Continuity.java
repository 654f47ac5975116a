package dev.kubezap.pod.identity;

import dev.kubezap.pod.ownership.Grant;
import java.util.Optional;

/** Whether the state in the database goes on where it was left. Pure. */
public sealed interface Continuity {
  /** Everything that was stored is there. */
  record Continuous() implements Continuity {}

  /**
   * The database may have lost commits: the restored-state rule applies.
   *
   * @param reason stable, in kebab case
   */
  record Restored(String reason) implements Continuity {}

  /**
   * After a start: compares what was acquired with what the volume remembers.
   *
   * @param file what the identity file says
   * @param mark the last commit that is noted beside it
   * @param reportedEpoch the highest epoch that the resource's status shows; 0 when it shows none
   */
  static Continuity atStart(
      Witness file, Optional<CommitMark.Mark> mark, long reportedEpoch, Grant found) {
    if (found.previousEpoch() < Math.max(file.epoch(), reportedEpoch)) {
      return new Restored("epoch-went-back");
    }
    if (file.epoch() == 0) {
      return new Continuous();
    }
    if (!file.systemIdentifier().equals(found.systemIdentifier())
        && !file.systemIdentifier().isEmpty()
        && !found.systemIdentifier().isEmpty()) {
      return new Restored("another-database-cluster");
    }
    if (found.previousEpoch() == file.epoch() && file.cleanCommitNo().isPresent()) {
      return found.previousCommitNo() == file.cleanCommitNo().getAsLong()
          ? new Continuous()
          : new Restored("commits-differ");
    }
    // Commits are counted over all owners. An older mark is of a time before a restoration.
    if (mark.isPresent()
        && mark.get().epoch() >= file.epoch()
        && found.previousCommitNo() < mark.get().commitNo()) {
      return new Restored("commits-differ");
    }
    // The machine's crash may have taken the mark's last value with it, a failover the last commit.
    return found.timeline() != file.timeline() && found.timeline() != 0 && file.timeline() != 0
        ? new Restored("failed-over")
        : new Continuous();
  }

  /**
   * In a process that owned the session before: compares what was acquired with the ownership that
   * it lost.
   *
   * @param lastCommitNo number of the last commit that this process knows to be stored
   * @param reportedEpoch the highest epoch that the resource's status showed when the process
   *     began, which may have become known since; 0 when it showed none
   */
  static Continuity inProcess(Grant lost, long lastCommitNo, long reportedEpoch, Grant found) {
    // Each epoch is given once. Those above ours are of owners that followed us, as far as the
    // database knows them.
    boolean givenTwice =
        reportedEpoch == lost.epoch()
            || (reportedEpoch > lost.epoch() && reportedEpoch > found.previousEpoch());
    if (givenTwice || found.previousEpoch() < lost.epoch()) {
      return new Restored("epoch-went-back");
    }
    boolean ours = found.previousEpoch() == lost.epoch();
    // One commit more is ours whose answer was lost; others only follow what we knew.
    boolean plausible =
        found.previousCommitNo() >= lastCommitNo
            && (!ours || found.previousCommitNo() <= lastCommitNo + 1);
    return plausible ? new Continuous() : new Restored("commits-differ");
  }
}
