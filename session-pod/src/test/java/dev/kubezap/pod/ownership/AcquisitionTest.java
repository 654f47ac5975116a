package dev.kubezap.pod.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who gets the lease, and when. */
class AcquisitionTest {
  @AutoClose private final LeaseScene scene = LeaseScene.open();

  @Test
  void epochGoesAboveTheOneKnownFromElsewhere() throws Exception {
    scene.acquire("a", 0);
    assertThat(scene.acquire("a", 41).grant().epoch()).isEqualTo(42);
    assertThat(scene.acquire("a", 3).grant().epoch()).isEqualTo(43);
  }

  @Test
  void secondOwnerWaitsUntilExpiryAndThenFencesTheFirst() throws Exception {
    Lease first = scene.acquire("a", 0);
    assertThat(scene.attempt("b"))
        .isInstanceOfSatisfying(
            Acquisition.HeldBy.class,
            held -> {
              assertThat(held.holder()).isEqualTo("a");
              assertThat(held.left()).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
            });

    // As if the database's clock had jumped ahead.
    TestDatabase.execute(
        "update kubezap.lease set expires_at = now() - interval '1 hour' where session_id = "
            + scene.session());
    Lease second = scene.acquire("b", 0);
    assertThat(second.grant().previousReleased()).isFalse();

    assertThatThrownBy(() -> first.commit(batch -> scene.write(batch, "late")))
        .isInstanceOfSatisfying(
            LeaseLostException.class,
            lost -> assertThat(lost.loss()).isEqualTo(new LeaseLoss.Fenced()));
    assertThatThrownBy(() -> first.commit(batch -> scene.write(batch, "later")))
        .isInstanceOf(LeaseLostException.class);
    assertThat(scene.entries()).isZero();
    second.commit(batch -> scene.write(batch, "second"));
    assertThat(scene.entries()).isEqualTo(1);
  }

  @Test
  void restartedContainerOfTheSamePodTakesOverAtOnce() throws Exception {
    Lease before = scene.acquire("pod", 0);
    Lease after = scene.acquire("pod", 0);
    assertThat(after.grant().previousEpoch()).isEqualTo(before.grant().epoch());
    assertThatThrownBy(() -> before.commit(batch -> scene.write(batch, "late")))
        .isInstanceOf(LeaseLostException.class);
  }

  @Test
  void deletedRowFencesAndErasedSessionCannotBeAcquired() throws Exception {
    Lease lease = scene.acquire("a", 0);
    TestDatabase.execute("delete from kubezap.lease where session_id = " + scene.session());
    scene.nanos().addAndGet(Duration.ofSeconds(6).toNanos());
    assertThatThrownBy(lease::renewIfDue).isInstanceOf(LeaseLostException.class);
    Lease anew = scene.acquire("a", lease.grant().epoch());
    assertThat(anew.grant().epoch()).isEqualTo(lease.grant().epoch() + 1);
    assertThat(anew.grant().previousEpoch()).isZero();

    TestDatabase.execute("delete from kubezap.session where session_id = " + scene.session());
    assertThatThrownBy(() -> anew.commit(batch -> scene.write(batch, "into the void")))
        .isInstanceOf(LeaseLostException.class);
    assertThat(scene.attempt("a")).isInstanceOf(Acquisition.NoSuchSession.class);
  }

  @Test
  void releaseLetsTheNextOneInAtOnce() throws Exception {
    Lease lease = scene.acquire("a", 0);
    lease.commit(batch -> scene.write(batch, "one"));
    assertThat(lease.release()).hasValue(lease.grant().commitNo() + 2);
    Grant next = scene.acquire("b", 0).grant();
    assertThat(next.previousReleased()).isTrue();
    assertThat(next.previousCommitNo()).isEqualTo(lease.grant().commitNo() + 2);
    assertThatThrownBy(() -> lease.commit(batch -> scene.write(batch, "late")))
        .isInstanceOf(LeaseLostException.class);
  }
}
