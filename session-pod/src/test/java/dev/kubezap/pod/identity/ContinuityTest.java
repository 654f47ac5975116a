package dev.kubezap.pod.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.ownership.Grant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ContinuityTest {
  private static final Continuity CONTINUOUS = new Continuity.Continuous();
  private static final Witness UNCLEAN = new Witness(5, "A", 1, OptionalLong.empty());
  private static final Witness CLEAN = new Witness(5, "A", 1, OptionalLong.of(100));

  @Test
  void newVolumeGoesOnWithWhateverThereIs() {
    assertThat(atStart(Witness.NONE, found(0, 0, "A", 1))).isEqualTo(CONTINUOUS);
  }

  @Test
  void cleanStopKnowsTheExactCommit() {
    assertThat(atStart(CLEAN, found(5, 100, "A", 1))).isEqualTo(CONTINUOUS);
    assertThat(atStart(CLEAN, found(5, 100, "A", 2)))
        .as("a failover that lost nothing")
        .isEqualTo(CONTINUOUS);
    assertThat(atStart(CLEAN, found(5, 99, "A", 1)))
        .isEqualTo(new Continuity.Restored("commits-differ"));
  }

  @Test
  void uncleanStopSuspectsAnotherTimeline() {
    assertThat(atStart(UNCLEAN, found(5, 103, "A", 1))).isEqualTo(CONTINUOUS);
    assertThat(atStart(UNCLEAN, found(5, 103, "A", 2)))
        .isEqualTo(new Continuity.Restored("failed-over"));
    assertThat(atStart(UNCLEAN, found(5, 103, "", 0))).isEqualTo(CONTINUOUS);
  }

  @Test
  void olderEpochOrAnotherClusterIsRestored() {
    assertThat(atStart(CLEAN, found(4, 100, "A", 1)))
        .isEqualTo(new Continuity.Restored("epoch-went-back"));
    assertThat(atStart(CLEAN, found(5, 100, "B", 1)))
        .isEqualTo(new Continuity.Restored("another-database-cluster"));
  }

  @Test
  void backupOfTheSameEpochHasFewerCommits() {
    Optional<CommitMark.Mark> mark = Optional.of(new CommitMark.Mark(5, 100));
    assertThat(Continuity.atStart(UNCLEAN, mark, 0, found(5, 100, "A", 1))).isEqualTo(CONTINUOUS);
    assertThat(Continuity.atStart(UNCLEAN, mark, 0, found(5, 101, "A", 1)))
        .as("the commit after which the process had no time left")
        .isEqualTo(CONTINUOUS);
    assertThat(Continuity.atStart(UNCLEAN, mark, 0, found(5, 99, "A", 1)))
        .isEqualTo(new Continuity.Restored("commits-differ"));
    assertThat(Continuity.atStart(UNCLEAN, mark, 0, found(7, 99, "A", 1)))
        .as("acquired since, but not seen to")
        .isEqualTo(new Continuity.Restored("commits-differ"));
  }

  @Test
  void markOfATimeBeforeARestorationSaysNothing() {
    assertThat(
            Continuity.atStart(
                UNCLEAN, Optional.of(new CommitMark.Mark(4, 100)), 0, found(5, 60, "A", 1)))
        .isEqualTo(CONTINUOUS);
  }

  @Test
  void statusIsTheWitnessWhenVolumeAndDatabaseAreRestoredTogether() {
    assertThat(Continuity.atStart(CLEAN, Optional.empty(), 5, found(5, 100, "A", 1)))
        .isEqualTo(CONTINUOUS);
    assertThat(Continuity.atStart(CLEAN, Optional.empty(), 6, found(5, 100, "A", 1)))
        .isEqualTo(new Continuity.Restored("epoch-went-back"));
    assertThat(Continuity.atStart(Witness.NONE, Optional.empty(), 6, found(5, 100, "A", 1)))
        .as("a new volume")
        .isEqualTo(new Continuity.Restored("epoch-went-back"));
  }

  @Test
  void livingProcessKnowsItsLastCommit() {
    Grant lost = found(4, 50, "A", 1);
    assertThat(Continuity.inProcess(lost, 60, 0, found(5, 60, "A", 1))).isEqualTo(CONTINUOUS);
    assertThat(Continuity.inProcess(lost, 60, 0, found(5, 61, "A", 1)))
        .as("the commit whose answer was lost")
        .isEqualTo(CONTINUOUS);
    assertThat(Continuity.inProcess(lost, 60, 0, found(5, 59, "A", 2)))
        .isEqualTo(new Continuity.Restored("commits-differ"));
    assertThat(Continuity.inProcess(lost, 60, 0, found(5, 62, "A", 2)))
        .isEqualTo(new Continuity.Restored("commits-differ"));
    assertThat(Continuity.inProcess(lost, 60, 0, found(6, 80, "A", 1)))
        .as("another owner in between")
        .isEqualTo(CONTINUOUS);
    assertThat(Continuity.inProcess(lost, 60, 0, found(3, 40, "A", 2)))
        .isEqualTo(new Continuity.Restored("epoch-went-back"));
  }

  @Test
  void epochThatTheStatusShowedTellsAlsoWhenItIsKnownLate() {
    Grant lost = found(4, 50, "A", 1);
    Continuity restored = new Continuity.Restored("epoch-went-back");
    assertThat(Continuity.inProcess(lost, 60, 4, found(5, 60, "A", 1)))
        .as("the one before ours")
        .isEqualTo(CONTINUOUS);
    assertThat(Continuity.inProcess(lost, 60, 5, found(5, 60, "A", 1)))
        .as("ours was given before")
        .isEqualTo(restored);
    assertThat(Continuity.inProcess(lost, 60, 9, found(5, 60, "A", 1)))
        .as("ours and others were given before")
        .isEqualTo(restored);
    assertThat(Continuity.inProcess(lost, 60, 7, found(7, 80, "A", 1)))
        .as("others owned it in between")
        .isEqualTo(CONTINUOUS);
    assertThat(Continuity.inProcess(lost, 60, 8, found(7, 80, "A", 1)))
        .as("others in between, and one that the database does not know")
        .isEqualTo(restored);
    assertThat(Continuity.inProcess(lost, 60, 5, found(7, 80, "A", 1)))
        .as("ours was given before, and others owned it in between")
        .isEqualTo(restored);
  }

  private static Continuity atStart(Witness file, Grant found) {
    return Continuity.atStart(file, Optional.empty(), 0, found);
  }

  private static Grant found(long previousEpoch, long previousCommitNo, String system, long line) {
    return new Grant(
        previousEpoch + 1,
        new UUID(1, 2),
        previousCommitNo + 1,
        0,
        previousEpoch,
        previousCommitNo,
        true,
        system,
        line);
  }
}
