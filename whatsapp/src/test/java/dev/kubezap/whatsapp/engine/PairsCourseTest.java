package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.whatsapp.device.LearnPairs;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.ToldPairs;
import dev.kubezap.whatsapp.step.Decisions;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.FencedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What our own phone told of LIDs is learned to the end, whenever the process dies. */
class PairsCourseTest {
  private static final int PAIRS = 900;

  private final MortalSession mortal = new MortalSession(Duration.ofSeconds(1));
  private final FaultyStore store = mortal.store;

  private void told() throws FencedException {
    List<ToldPairs.Pair> pairs =
        LongStream.rangeClosed(1, PAIRS)
            .mapToObj(i -> new ToldPairs.Pair(49_000 + i, 70_000 + i))
            .toList();
    store.commit(LearnPairs.told(pairs, Decisions.unpaired()).changes());
  }

  @Test
  void eachPageIsACommitOfItsOwn() throws Exception {
    List<Long> merges = new ArrayList<>();
    mortal.now().online();
    store.commits =
        changes -> merges.add(changes.stream().filter(Change.MergeChats.class::isInstance).count());
    told();
    mortal.now().post(new LearnPairs.Next());
    assertThat(merges).containsExactly(0L, 200L, 200L, 200L, 200L, 100L);
    assertThat(store.memory.records(ToldPairs.KIND)).isEmpty();
  }

  @Test
  void logInGoesOnWhereTheProcessDied() throws Exception {
    mortal.now().online();
    told();
    mortal.dieAfterCommit(LidOfPhone.KIND, 2);
    assertThatThrownBy(() -> mortal.now().post(new LearnPairs.Next()))
        .isInstanceOf(FencedException.class);
    assertThat(store.memory.records(LidOfPhone.KIND)).hasSizeBetween(400, 401);
    mortal.restart();
    mortal.now().settle();
    assertThat(store.memory.records(LidOfPhone.KIND)).hasSizeBetween(PAIRS, PAIRS + 1);
    assertThat(store.memory.records(ToldPairs.KIND)).isEmpty();
  }
}
