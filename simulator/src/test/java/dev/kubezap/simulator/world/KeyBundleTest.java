package dev.kubezap.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.simulator.crypto.Bytes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyBundleTest {
  private final KeyBundle keys =
      new KeyBundle(7, Bytes.EMPTY, new SignedPreKey(1, Bytes.EMPTY, Bytes.EMPTY));

  @Test
  void handsOutEveryOneTimeKeyOnce() {
    keys.add(Map.of(1, Bytes.utf8("a"), 2, Bytes.utf8("b")));
    assertThat(keys.take()).contains(Map.entry(1, Bytes.utf8("a")));
    assertThat(keys.wasHandedOut(1)).isTrue();
    assertThat(keys.take()).contains(Map.entry(2, Bytes.utf8("b")));
    assertThat(keys.take()).isEmpty();
  }

  @Test
  void takesTheSameKeysAgain() {
    Map<Integer, Bytes> offered = Map.of(1, Bytes.utf8("a"), 2, Bytes.utf8("b"));
    keys.add(offered);
    keys.take();
    assertThat(keys.add(offered)).isEqualTo(new KeyBundle.Doubtful(List.of(), List.of()));
    assertThat(keys.availableIds()).containsExactly(2);
  }

  @Test
  void knowsIdsAndKeysThatWereThereBefore() {
    keys.add(Map.of(1, Bytes.utf8("a"), 2, Bytes.utf8("b"), 3, Bytes.utf8("c")));
    keys.take();
    KeyBundle.Doubtful doubtful =
        keys.add(
            Map.of(1, Bytes.utf8("x"), 2, Bytes.utf8("y"), 3, Bytes.utf8("c"), 4, Bytes.utf8("a")));
    assertThat(doubtful.reused()).containsExactlyInAnyOrder(1, 2);
    assertThat(doubtful.renamed()).containsExactly(4);
    assertThat(keys.availableIds()).containsExactly(2, 3, 4);
  }

  @Test
  void outlivesItsSnapshot() {
    keys.add(Map.of(1, Bytes.utf8("a"), 2, Bytes.utf8("b")));
    keys.take();
    KeyBundle restored = new KeyBundle(keys.snapshot());
    assertThat(restored.wasHandedOut(1)).isTrue();
    assertThat(restored.availableIds()).containsExactly(2);
    assertThat(restored.registrationId()).isEqualTo(7);
  }
}
