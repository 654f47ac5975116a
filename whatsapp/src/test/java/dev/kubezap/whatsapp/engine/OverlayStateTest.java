package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
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
      assertThat(before).isEqualTo(listed(store));
    }
  }

  private static QuarantineKey.Entry entry(String kind) {
    return new QuarantineKey.Entry(kind, "error", ByteString.EMPTY, List.of(), Instant.EPOCH);
  }

  private static Change put(String name, String kind) {
    return new Change.Put<>(new QuarantineKey(name), entry(kind));
  }

  /** A later input of a batch decides over what an earlier one decided. */
  @Test
  void readsRecordsAsACommitWouldLeaveThem() throws Exception {
    MemoryStore store = new MemoryStore();
    store.commit(List.of(put("n1", "a"), put("n2", "a"), put("n3", "a")));
    OverlayState overlay = new OverlayState(store);
    overlay.apply(
        List.of(new Change.Remove(new QuarantineKey("n1")), put("n2", "b"), put("n4", "b")));
    List<QuarantineKey> keys =
        Stream.of("n1", "n2", "n3", "n4", "n5").map(QuarantineKey::new).toList();
    assertThat(overlay.read(keys))
        .isEqualTo(
            Map.of(keys.get(1), entry("b"), keys.get(2), entry("a"), keys.get(3), entry("b")));
    overlay.apply(List.of(new Change.ForgetDevice(), put("n5", "c")));
    assertThat(overlay.read(keys)).isEqualTo(Map.of(keys.get(4), entry("c")));
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

  private static List<List<String>> listed(StateReader state) {
    List<List<String>> all = new ArrayList<>();
    for (int limit = 1; limit < 12; limit++) {
      all.add(state.recordNames(KIND, "", limit));
      all.add(state.recordNames(KIND, "n4", limit));
      all.add(state.recordNames("another", "", limit));
    }
    return all;
  }
}
