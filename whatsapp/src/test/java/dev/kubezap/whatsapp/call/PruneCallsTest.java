package dev.kubezap.whatsapp.call;

import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Calls are listed for 90 days. */
class PruneCallsTest {
  private final MemoryStore store = new MemoryStore();

  private void called(String id, Instant at) {
    store(store, new Change.Put<>(new CallOrderKey(place(id, at)), id));
  }

  /** As a call is placed: the newest first. */
  private static String place(String id, Instant at) {
    return "%013d/%s".formatted(9_999_999_999_999L - at.toEpochMilli(), id);
  }

  @Test
  void forgetsTheCallsOfLongAgo() {
    Instant border = NOW.minus(Duration.ofDays(90));
    called("old", border.minusSeconds(1));
    called("kept", border.plusSeconds(1));
    called("new", NOW);

    Outcome outcome = decide(new PruneCalls(), new PruneCalls.Due(), store, unpaired());
    store(store, outcome.changes().toArray(Change[]::new));

    assertThat(store.records("call-order"))
        .containsExactly(place("new", NOW), place("kept", border.plusSeconds(1)));
    assertThat(outcome.effects())
        .containsExactly(
            new Effect.Schedule("prune-calls", new PruneCalls.Due(), Duration.ofDays(1)));
  }
}
