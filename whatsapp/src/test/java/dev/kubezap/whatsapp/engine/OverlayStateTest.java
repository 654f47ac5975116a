package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OverlayStateTest {
  private static final String KIND = new QuarantineKey("x").kind();

  @Test
  void listsTheNamesThatACommitWouldLeave() throws Exception {
    Random random = new Random(5);
    for (int run = 0; run < 200; run++) {
      MemoryStore store = new MemoryStore();
      store.commit(changes(random));
      OverlayState overlay = new OverlayState(store);
      List<Change> changes = changes(random);
      overlay.apply(changes);
      List<List<String>> before = listed(overlay);
      store.commit(changes);
      assertThat(before).isEqualTo(listed(new OverlayState(store)));
    }
  }

  private static List<Change> changes(Random random) {
    List<Change> changes = new ArrayList<>();
    for (int i = random.nextInt(9); i >= 0; i--) {
      QuarantineKey key = new QuarantineKey("n" + random.nextInt(10));
      changes.add(
          switch (random.nextInt(8)) {
            case 0 -> new Change.ForgetDevice();
            case 1, 2, 3 -> new Change.Remove(key);
            default ->
                new Change.Put<>(
                    key,
                    new QuarantineKey.Entry(
                        "kind", "error", ByteString.EMPTY, List.of(), Instant.EPOCH));
          });
    }
    return changes;
  }

  private static List<List<String>> listed(OverlayState state) {
    List<List<String>> all = new ArrayList<>();
    for (int limit = 1; limit < 12; limit++) {
      all.add(state.recordNames(KIND, "", limit));
      all.add(state.recordNames(KIND, "n4", limit));
      all.add(state.recordNames("another", "", limit));
    }
    return all;
  }
}
