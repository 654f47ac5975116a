package dev.kubezap.pod.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.identity.CommitMark;
import dev.kubezap.pod.identity.IdentityFile;
import dev.kubezap.pod.ownership.Lease;
import dev.kubezap.pod.ownership.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API server tells which epoch the status showed only when the session is owned already. */
class LateEpochTest {
  @TempDir private Path volume;
  private final AtomicLong known = new AtomicLong();
  private long session;

  @BeforeEach
  void register() throws Exception {
    session = TestDatabase.newSession();
  }

  @Test
  void volumeAndDatabaseRestoredTogetherAreNoticedAllTheSame() throws Exception {
    liveAndStop();
    byte[] identity = Files.readAllBytes(volume.resolve(IdentityFile.NAME));
    long commits = number("commit_no");
    long reported = liveAndStop();
    restore(identity, commits);

    OneLife late = new OneLife(session, volume, known::get);
    Lease lease = late.own();
    assertThat(lease.grant().epoch()).as("given a second time").isEqualTo(reported);
    assertThat(lease.restored()).isEmpty();
    late.work(lease, 3);
    known.set(reported);
    late.lose(lease);
    Lease next = late.acquire();

    assertThat(next.restored()).contains("epoch-went-back");
    assertThat(next.grant().epoch()).isGreaterThan(reported);
    assertThat(notes()).as("stored with the acquisition").isEqualTo(1);
    late.goOn(next);
    TestDatabase.execute(
        "delete from kubezap.state where kind = 'restoration' and session_id = " + session);
    late.lose(next);
    Lease third = late.acquire();
    assertThat(third.restored()).as("seen to once").isEmpty();
    late.kill(third);
  }

  @Test
  void oneThatComesWhileTheLeaseIsAcquiredIsLeftToTheNext() throws Exception {
    liveAndStop();
    byte[] identity = Files.readAllBytes(volume.resolve(IdentityFile.NAME));
    long commits = number("commit_no");
    long reported = liveAndStop();
    restore(identity, commits);

    // Asked for before the statement, then by the judge.
    AtomicLong asked = new AtomicLong();
    OneLife late = new OneLife(session, volume, () -> asked.getAndIncrement() == 0 ? 0 : reported);
    Lease lease = late.acquire();
    assertThat(lease.grant().epoch()).isEqualTo(reported);
    assertThat(lease.restored()).isEmpty();
    late.lose(lease);
    Lease next = late.acquire();
    assertThat(next.restored()).contains("epoch-went-back");
    assertThat(notes()).isEqualTo(1);
    late.kill(next);
  }

  @Test
  void presentStateStaysWhatItIs() throws Exception {
    long reported = liveAndStop();
    OneLife late = new OneLife(session, volume, known::get);
    Lease lease = late.own();
    known.set(reported);
    late.lose(lease);
    Lease next = late.acquire();
    assertThat(next.restored()).isEmpty();
    assertThat(notes()).isZero();
    late.kill(next);
  }

  @Test
  void isWaitedForOnlySoLongAndHeededThen() {
    CompletableFuture<Long> told = new CompletableFuture<>();
    ReportedEpoch reported = new ReportedEpoch(told);
    List<Long> heeded = new ArrayList<>();
    assertThat(reported.await(Duration.ofMillis(1))).isZero();
    assertThat(reported.known()).isZero();
    reported.whenKnown(heeded::add);
    assertThat(heeded).isEmpty();
    told.complete(7L);
    assertThat(heeded).containsExactly(7L);
    assertThat(reported.known()).isEqualTo(7);
    assertThat(reported.await(Duration.ofMillis(1))).isEqualTo(7);
    reported.whenKnown(heeded::add);
    assertThat(heeded).containsExactly(7L, 7L);
  }

  private long liveAndStop() throws Exception {
    OneLife life = new OneLife(session, volume);
    Lease lease = life.own();
    life.work(lease, 2);
    life.stop(lease);
    return lease.grant().epoch();
  }

  /** Back to the end of the first life. */
  private void restore(byte[] identity, long commits) throws Exception {
    TestDatabase.execute(
        "update kubezap.lease set epoch = 1, commit_no = %d where session_id = %d"
            .formatted(commits, session));
    Files.write(volume.resolve(IdentityFile.NAME), identity);
    Files.deleteIfExists(volume.resolve(CommitMark.NAME));
  }

  private long number(String column) throws Exception {
    return TestDatabase.number(
        "select %s from kubezap.lease where session_id = %d".formatted(column, session));
  }

  private long notes() throws Exception {
    return TestDatabase.number(
        "select count(*) from kubezap.state where kind = 'restoration' and session_id = "
            + session);
  }
}
