package dev.kubezap.pod.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.pod.identity.CommitMark;
import dev.kubezap.pod.identity.IdentityFile;
import dev.kubezap.pod.ownership.Lease;
import dev.kubezap.pod.ownership.TestDatabase;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that went back is noted in it, wherever the process ends before it is seen to. */
class OwnedSessionTest {
  @TempDir private Path volume;
  private final List<Runnable> ends = new ArrayList<>();
  private long session;

  @BeforeEach
  void register() throws Exception {
    session = TestDatabase.newSession();
  }

  @AfterEach
  void end() {
    ends.forEach(Runnable::run);
  }

  @Test
  void presentStateIsUsedAsItIs() throws Exception {
    OneLife first = life();
    Lease lease = first.own();
    first.work(lease, 3);
    first.stop(lease);
    OneLife second = life();
    Lease next = second.own();
    second.work(next, 3);
    second.kill(next);
    OneLife third = ownAndDie();

    assertThat(third.clients).hasValue(1);
    assertThat(notes()).isZero();
  }

  @Test
  void noClientBeginsBetweenTheEndAndTheRelease() throws Exception {
    OneLife life = life();
    Lease lease = life.acquire();
    life.stopClient();
    life.goOn(lease);
    assertThat(life.clients).hasValue(0);
    life.stop(lease);
  }

  @Test
  void killedBetweenAcquisitionAndTheNextStep() throws Exception {
    restoreAnOldBackup();
    acquireAndDie();

    assertThat(notes()).as("stored with the acquisition").isEqualTo(1);
    ownAndDie();
    assertThat(notes()).isEqualTo(1);
  }

  @Test
  void killedBeforeTheAcquisitionIsCommitted() throws Exception {
    restoreAnOldBackup();
    OneLife killed = life();
    Files.move(volume.resolve(IdentityFile.NAME), volume.resolve("away"));
    byte[] damaged = new byte[64 * 1024];
    Arrays.fill(damaged, (byte) 7);
    Files.write(volume.resolve(IdentityFile.NAME), damaged);
    assertThatThrownBy(killed::acquire).isInstanceOf(StoredStateException.class);
    Files.delete(volume.resolve(IdentityFile.NAME));
    Files.move(volume.resolve("away"), volume.resolve(IdentityFile.NAME));
    assertThat(notes()).isZero();
    assertThat(epoch()).as("not acquired").isEqualTo(1);

    acquireAndDie();
    assertThat(notes()).isEqualTo(1);
  }

  @Test
  void acquiredAgainAndAgainWithoutBeingSeenTo() throws Exception {
    restoreAnOldBackup();
    for (int crash = 0; crash < 12; crash++) {
      acquireAndDie();
      assertThat(notes()).as("after crash %d", crash).isEqualTo(1);
    }
  }

  @Test
  void backupOfTheSameEpochUnderAKilledProcess() throws Exception {
    OneLife first = life();
    Lease lease = first.own();
    first.work(lease, 2);
    Backup backup = new Backup();
    first.work(lease, 1);
    first.kill(lease);
    backup.restore();

    acquireAndDie();
    assertThat(notes()).isEqualTo(1);
  }

  @Test
  void restoredUnderALiveProcessThatIsKilledThen() throws Exception {
    OneLife live = life();
    Lease lease = live.own();
    live.work(lease, 2);
    Backup backup = new Backup();
    live.work(lease, 1);
    live.lose(lease);
    backup.restore();
    live.kill(live.acquire());
    assertThat(notes()).isEqualTo(1);

    ownAndDie();
    assertThat(notes()).isEqualTo(1);
  }

  @Test
  void livingProcessGoesOnWithADatabaseThatLostNothing() throws Exception {
    OneLife live = life();
    Lease lease = live.own();
    live.work(lease, 2);
    live.lose(lease);
    assertThat(live.session.snapshot().reason()).contains("lease-lost");
    live.kill(live.own());
    assertThat(notes()).isZero();
  }

  @Test
  void volumeAndDatabaseRestoredTogetherShowInTheStatus() throws Exception {
    OneLife first = life();
    first.stop(first.own());
    Backup backup = new Backup();
    byte[] identity = Files.readAllBytes(volume.resolve(IdentityFile.NAME));
    OneLife second = life();
    long reported = stoppedAfterWork(second);
    backup.restore();
    Files.write(volume.resolve(IdentityFile.NAME), identity);
    Files.deleteIfExists(volume.resolve(CommitMark.NAME));

    OneLife next = new OneLife(session, volume, reported);
    Lease lease = next.own();
    assertThat(lease.grant().epoch()).isGreaterThan(reported);
    next.kill(lease);
    assertThat(notes()).isEqualTo(1);
  }

  @Test
  void restorationThatWasSeenToIsNotNoticedAgain() throws Exception {
    restoreAnOldBackup();
    OneLife recovers = life();
    Lease lease = recovers.own();
    assertThat(recovers.clients).hasValue(1);
    seenTo();
    recovers.kill(lease);
    ownAndDie();
    assertThat(notes()).isZero();
  }

  @Test
  void unreadableIdentityIsSaidAndNothingIsAcquired() {
    OneLife life = life();
    life.owned.unjudged(new StoredStateException("neither copy can be read"));

    assertThat(life.session.snapshot().phase()).isEqualTo(Phase.FAILED);
    assertThat(life.session.snapshot().reason()).contains("stored-state-unreadable");
  }

  @Test
  void volumeThatCannotBeWrittenIsSaidAndNothingIsConnected() throws Exception {
    restoreAnOldBackup();
    OneLife life = life();
    Lease lease = life.acquire();
    ends.add(() -> life.kill(lease));
    Files.delete(volume.resolve(IdentityFile.NAME));
    Files.createDirectory(volume.resolve(IdentityFile.NAME));

    life.owned.acquired(lease);

    assertThat(life.session.snapshot().reason()).contains("volume-unusable");
    assertThat(life.clients).hasValue(0);
    assertThat(notes()).isEqualTo(1);
  }

  private OneLife life() {
    return new OneLife(session, volume);
  }

  /** A process that is killed as soon as it has acquired the lease. */
  private void acquireAndDie() throws SQLException {
    OneLife life = life();
    life.kill(life.acquire());
  }

  /** A process that is killed when it goes on as the owner. */
  private OneLife ownAndDie() throws SQLException {
    OneLife life = life();
    life.kill(life.own());
    return life;
  }

  /** The database of before a clean stop and a whole ownership. */
  private void restoreAnOldBackup() throws Exception {
    OneLife first = life();
    first.stop(first.own());
    Backup backup = new Backup();
    stoppedAfterWork(life());
    backup.restore();
  }

  private static long stoppedAfterWork(OneLife life) throws Exception {
    Lease lease = life.own();
    life.work(lease, 3);
    life.stop(lease);
    return lease.grant().epoch();
  }

  private long notes() throws SQLException {
    return TestDatabase.number(
        "select count(*) from kubezap.state where kind = 'restoration' and session_id = "
            + session);
  }

  /** What the client does in the commit that ends it. */
  private void seenTo() throws SQLException {
    TestDatabase.execute(
        "delete from kubezap.state where kind = 'restoration' and session_id = " + session);
  }

  private long epoch() throws SQLException {
    return TestDatabase.number("select epoch from kubezap.lease where session_id = " + session);
  }

  /** The session's lease as it was. */
  private final class Backup {
    private final long epoch = epoch();
    private final long commitNo =
        TestDatabase.number("select commit_no from kubezap.lease where session_id = " + session);
    private final long sequence =
        TestDatabase.number(
            "select event_sequence from kubezap.lease where session_id = " + session);

    Backup() throws SQLException {}

    void restore() throws SQLException {
      TestDatabase.execute(
          "update kubezap.lease set epoch = %d, commit_no = %d, event_sequence = %d where session_id = %d"
              .formatted(epoch, commitNo, sequence, session));
    }
  }
}
