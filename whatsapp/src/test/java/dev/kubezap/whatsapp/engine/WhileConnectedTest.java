package dev.kubezap.whatsapp.engine;

import static dev.kubezap.whatsapp.engine.CourseDecisions.DEVICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.login.OfflineQueue;
import dev.kubezap.whatsapp.step.Decisions;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The patience with the offline queue ends: sending is allowed, if there is a connection. */
class WhileConnectedTest {

  private static Outcome patienceEndsIn(Phase phase) {
    return CourseDecisions.decide(
        new WhileConnected<>(new OfflineQueue.Waiting(List.of())),
        new OfflineQueue.GaveUp(0, 1),
        new MemoryStore(),
        CourseDecisions.in(phase, Optional.of(DEVICE)),
        Decisions.turn(DEVICE));
  }

  @Test
  void sendingIsAllowedOverTheConnection() {
    assertThat(patienceEndsIn(Phase.CONNECTED).effects())
        .filteredOn(Effect.Report.class::isInstance)
        .extracting(effect -> ((Effect.Report) effect).change())
        .filteredOn(SessionChange.Linked.class::isInstance)
        .extracting(change -> ((SessionChange.Linked) change).link().online())
        .containsExactly(true);
  }

  /** As when a stall kept the end of the connection waiting for as long as the patience. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CONNECTED")
  void nothingFollowsWithoutOne(Phase phase) {
    assertThat(patienceEndsIn(phase)).isEqualTo(Outcome.nothing());
  }
}
