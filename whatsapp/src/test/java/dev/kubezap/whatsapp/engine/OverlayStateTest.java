package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OverlayStateTest {
  /** The first is forgotten with the device. */
  private static final List<String> KINDS = List.of("of-the-device", "quarantine");

  private record Row(String kind, String name) implements RecordKey<String> {
    @Override
    public ByteString encode(String value) {
      return ByteString.copyFromUtf8(value);
    }

    @Override
    public String decode(ByteString encoded) {
      return encoded.toStringUtf8();
    }
  }

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

  private static Change put(String kind, String name, String value) {
    return new Change.Put<>(new Row(kind, name), value);
  }

  /** A later input of a batch decides over what an earlier one decided. */
  @Test
  void readsRecordsAsACommitWouldLeaveThem() throws Exception {
    for (String kind : KINDS) {
      MemoryStore store = new MemoryStore();
      store.commit(List.of(put(kind, "n1", "a"), put(kind, "n2", "a"), put(kind, "n3", "a")));
      OverlayState overlay = new OverlayState(store);
      overlay.apply(
          List.of(
              new Change.Remove(new Row(kind, "n1")), put(kind, "n2", "b"), put(kind, "n4", "b")));
      List<Row> keys =
          Stream.of("n1", "n2", "n3", "n4", "n5").map(name -> new Row(kind, name)).toList();
      Map<Row, String> before = Map.of(keys.get(1), "b", keys.get(2), "a", keys.get(3), "b");
      assertThat(overlay.read(keys)).isEqualTo(before);
      overlay.apply(List.of(new Change.ForgetDevice()));
      assertThat(overlay.read(keys)).isEqualTo(kind.equals("quarantine") ? before : Map.of());
      overlay.apply(List.of(put(kind, "n5", "c")));
      assertThat(overlay.read(keys)).containsEntry(keys.get(4), "c");
    }
  }

  private static List<Change> changes(Random random) {
    List<Change> changes = new ArrayList<>();
    for (int i = random.nextInt(9); i >= 0; i--) {
      Row key = new Row(KINDS.get(random.nextInt(2)), "n" + random.nextInt(10));
      changes.add(
          switch (random.nextInt(8)) {
            case 0 -> new Change.ForgetDevice();
            case 1, 2, 3 -> new Change.Remove(key);
            default -> new Change.Put<>(key, "value");
          });
    }
    return changes;
  }

  private static List<List<String>> listed(StateReader state) {
    List<List<String>> all = new ArrayList<>();
    for (int limit = 1; limit < 12; limit++) {
      for (String kind : KINDS) {
        all.add(state.recordNames(kind, "", limit));
        all.add(state.recordNames(kind, "n4", limit));
      }
      all.add(state.recordNames("another", "", limit));
    }
    return all;
  }
}
