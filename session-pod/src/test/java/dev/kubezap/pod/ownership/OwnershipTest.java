package dev.kubezap.pod.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwnershipTest {
  private static final LeaseTerms SHORT =
      new LeaseTerms(
          Duration.ofMillis(1500),
          Duration.ofMillis(300),
          Duration.ofMillis(150),
          Duration.ofMillis(1000));

  private sealed interface Call {
    record Acquired(Lease lease, long at) implements Call {}

    record Lost(LeaseLoss reason, long at) implements Call {}

    record Released(OptionalLong commitNo) implements Call {}
  }

  private static final class Recorder implements OwnershipListener {
    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final CountDownLatch unrenewed = new CountDownLatch(1);

    @Override
    public void acquired(Lease lease) {
      calls.add(new Call.Acquired(lease, System.nanoTime()));
    }

    @Override
    public void lost(Lease lease, LeaseLoss reason) {
      calls.add(new Call.Lost(reason, System.nanoTime()));
    }

    @Override
    public void unjudged(RuntimeException cause) {
      throw new AssertionError(cause);
    }

    @Override
    public void standby(String reason) {}

    @Override
    public void released(Lease lease, OptionalLong commitNo) {
      calls.add(new Call.Released(commitNo));
    }

    @Override
    public void renewed(Optional<String> problem) {
      if (problem.isPresent()) {
        unrenewed.countDown();
      }
    }

    <C extends Call> C next(Class<C> kind) throws InterruptedException {
      return kind.cast(calls.poll(15, TimeUnit.SECONDS));
    }
  }

  private final List<Ownership> started = new ArrayList<>();
  private long session;
  private CuttingProxy proxy;

  @BeforeEach
  void register() throws Exception {
    session = TestDatabase.newSession();
    proxy = new CuttingProxy(TestDatabase.port());
  }

  @AfterEach
  void close() throws Exception {
    proxy.close();
    started.forEach(Ownership::close);
  }

  @Test
  void frozenOwnerStopsBeforeItsSuccessorBegins() throws Exception {
    Recorder first = new Recorder();
    Recorder second = new Recorder();
    start("a", first, proxy.port());
    first.next(Call.Acquired.class);
    start("b", second, TestDatabase.port());

    proxy.freeze();

    Call.Lost lost = first.next(Call.Lost.class);
    Call.Acquired taken = second.next(Call.Acquired.class);
    assertThat(lost.at()).isLessThan(taken.at());
    assertThat(taken.lease().grant().epoch()).isEqualTo(2);
  }

  /** The driver waits longer for a silent server than the owner may believe in its lease. */
  @Test
  void ownerThatOpensAConnectionForACommitStopsBeforeItsSuccessorBegins() throws Exception {
    Recorder first = new Recorder();
    Recorder second = new Recorder();
    start("a", first, proxy.port());
    Lease lease = first.next(Call.Acquired.class).lease();
    start("b", second, TestDatabase.port());

    proxy.freeze();
    assertThat(first.unrenewed.await(15, TimeUnit.SECONDS)).isTrue();
    FutureTask<Boolean> commit = new FutureTask<>(() -> endsBecauseTheLeaseIsLost(lease));
    Thread.ofPlatform().start(commit);

    Call.Lost lost = first.next(Call.Lost.class);
    Call.Acquired taken = second.next(Call.Acquired.class);
    assertThat(lost.reason()).isInstanceOf(LeaseLoss.DeadlinePassed.class);
    assertThat(lost.at()).isLessThan(taken.at());
    assertThat(commit.get(1, TimeUnit.SECONDS)).isTrue();
  }

  private static boolean endsBecauseTheLeaseIsLost(Lease lease) throws CommitRefusedException {
    try {
      lease.commit(batch -> batch.nextSequence());
      return false;
    } catch (LeaseLostException e) {
      return true;
    }
  }

  /**
   * A part of a commit has arrived and holds the row; the rest is in a process that stands still.
   */
  @Test
  void halfACommitOfAFrozenOwnerKeepsItsSuccessorOutNoLongerThanItsLease() throws Exception {
    Recorder first = new Recorder();
    Recorder second = new Recorder();
    start("a", first, proxy.port());
    first.next(Call.Acquired.class);
    proxy.freeze();
    ConnectionOpener opener = new ConnectionOpener(TestDatabase.address(session));
    try (Connection half =
            opener.open(
                "kubezap-commit-" + Long.toHexString(session),
                Duration.ZERO,
                Duration.ofMinutes(1));
        Statement statement = half.createStatement()) {
      statement.execute("set idle_in_transaction_session_timeout = 0; set transaction_timeout = 0");
      half.setAutoCommit(false);
      statement.execute(
          "update kubezap.lease set commit_no = commit_no + 1 where session_id = " + session);

      long begun = System.nanoTime();
      start("b", second, TestDatabase.port());
      Call.Acquired taken = second.next(Call.Acquired.class);

      assertThat(taken).as("the successor").isNotNull();
      assertThat(Duration.ofNanos(taken.at() - begun))
          .isLessThan(SHORT.timeToLive().plusSeconds(5));
      assertThat(taken.lease().grant().previousEpoch()).isEqualTo(1);
      assertThatThrownBy(half::commit).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void idleLeaseSurvivesACutConnection() throws Exception {
    Recorder calls = new Recorder();
    Ownership ownership = start("a", calls, proxy.port());
    Lease lease = calls.next(Call.Acquired.class).lease();

    proxy.cut();
    long renewed = lease.clock().renewedAt();
    await().until(() -> lease.clock().renewedAt() - renewed > 0);

    assertThat(ownership.current()).isSameAs(lease);
    lease.commit(batch -> batch.nextSequence());
    assertThat(calls.calls).isEmpty();
  }

  @Test
  void lostOutcomeIsAcquiredAnewByTheSamePodWithoutWaiting() throws Exception {
    Recorder calls = new Recorder();
    start("a", calls, proxy.port());
    Lease lease = calls.next(Call.Acquired.class).lease();

    LeaseLostException lost = null;
    for (int attempt = 0; lost == null && attempt < 100; attempt++) {
      // A renewal may be the one whose answer is lost; that alone loses nothing.
      proxy.loseNextAnswer();
      try {
        lease.commit(batch -> batch.nextSequence());
      } catch (LeaseLostException e) {
        lost = e;
      }
    }

    assertThat(calls.next(Call.Lost.class).reason()).isInstanceOf(LeaseLoss.OutcomeUnknown.class);
    Lease anew = calls.next(Call.Acquired.class).lease();
    assertThat(anew.grant().epoch()).isEqualTo(lease.grant().epoch() + 1);
    anew.commit(batch -> batch.nextSequence());
  }

  @Test
  void closingHandsOverAtOnceAndTellsTheExactCommit() throws Exception {
    Recorder first = new Recorder();
    Recorder second = new Recorder();
    Ownership owner = start("a", first, TestDatabase.port());
    Lease lease = first.next(Call.Acquired.class).lease();
    lease.commit(batch -> batch.nextSequence());

    owner.close();

    assertThat(first.next(Call.Released.class).commitNo()).hasValue(lease.grant().commitNo() + 2);
    start("b", second, TestDatabase.port());
    Grant grant = second.next(Call.Acquired.class).lease().grant();
    assertThat(grant.previousReleased()).isTrue();
    assertThat(grant.previousCommitNo()).isEqualTo(lease.grant().commitNo() + 2);
  }

  @Test
  void epochThatWasGivenBeforeCostsTheLeaseThatIsNotAboveIt() throws Exception {
    Recorder calls = new Recorder();
    Ownership ownership = start("a", calls, TestDatabase.port());
    Lease first = calls.next(Call.Acquired.class).lease();
    assertThat(first.grant().epoch()).isEqualTo(1);

    ownership.givenBefore(0);
    assertThat(ownership.current()).isSameAs(first);
    ownership.givenBefore(1);

    assertThat(calls.next(Call.Lost.class).reason()).isEqualTo(new LeaseLoss.GivenBefore(1));
    Lease second = calls.next(Call.Acquired.class).lease();
    assertThat(second.grant().epoch()).isEqualTo(2);
    ownership.givenBefore(7);
    assertThat(calls.next(Call.Lost.class).reason()).isEqualTo(new LeaseLoss.GivenBefore(7));
    Lease third = calls.next(Call.Acquired.class).lease();
    assertThat(third.grant().epoch()).isEqualTo(8);
    ownership.givenBefore(7);
    assertThat(ownership.current()).isSameAs(third);
  }

  private Ownership start(String holder, OwnershipListener listener, int port) {
    Ownership ownership =
        new Ownership(
            new ConnectionOpener(TestDatabase.address(session, port)),
            SHORT,
            session,
            holder,
            0,
            (former, found, acquiring) -> Optional.empty(),
            (epoch, commitNo) -> {},
            listener,
            System::nanoTime,
            UUID::randomUUID,
            () -> 0.5);
    started.add(ownership);
    ownership.start();
    return ownership;
  }
}
