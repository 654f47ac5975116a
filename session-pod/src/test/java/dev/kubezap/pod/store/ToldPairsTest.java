package dev.kubezap.pod.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.device.LearnPairs;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PhoneOfLid;
import dev.kubezap.whatsapp.device.ToldPairs;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An address book fits into the database's commits, a page into each. */
class ToldPairsTest {
  private static final int PAIRS = 3_000;
  private static final LearnPairs STEP = new LearnPairs();

  @AutoClose private final TestStore test = TestStore.open();
  private final PostgresSessionStore store = test.store();

  private final Turn turn =
      new Turn(Instant.EPOCH, count -> new byte[count], Optional.empty(), Turn.Link.NONE);

  private Outcome next() {
    Work<LearnPairs.Next> work = Work.of(new LearnPairs.Next());
    return STEP.decide(work, STEP.gather(work, store, turn), turn);
  }

  private void tell(int shift) throws Exception {
    store.commit(
        LearnPairs.told(
                LongStream.rangeClosed(1, PAIRS)
                    .mapToObj(i -> new ToldPairs.Pair(49_000 + i, 70_000 + i + shift))
                    .toList(),
                turn)
            .changes());
  }

  private List<Change> learn() throws Exception {
    List<Change> all = new ArrayList<>();
    for (List<Change> page = next().changes(); !page.isEmpty(); page = next().changes()) {
      store.commit(page);
      all.addAll(page);
    }
    return all;
  }

  @Test
  void everyPairOfALongListIsStored() throws Exception {
    tell(0);
    assertThat(learn().stream().filter(Change.MergeChats.class::isInstance)).hasSize(PAIRS);
    assertThat(store.read(new LidOfPhone(Jid.phoneNumber("52000")))).contains(Jid.lid("73000"));
    tell(0);
    assertThat(learn()).allMatch(Change.Remove.class::isInstance);
    // Each contradicts two of before, so that each takes as many statements as a pair can.
    tell(1);
    learn();
    assertThat(store.read(new LidOfPhone(Jid.phoneNumber("52000")))).contains(Jid.lid("73001"));
    assertThat(store.read(new PhoneOfLid(Jid.lid("70001")))).isEmpty();
    assertThat(store.recordNames(ToldPairs.KIND, "", 1)).isEmpty();
    assertThat(store.recordNames(LidOfPhone.KIND, "", 2 * PAIRS)).hasSize(PAIRS);
    assertThat(store.recordNames(PhoneOfLid.KIND, "", 2 * PAIRS)).hasSize(PAIRS);
  }
}
