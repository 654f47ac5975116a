package dev.kubezap.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.simulator.crypto.Bytes;
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
  void knowsIdsThatWereThereBefore() {
    keys.add(Map.of(1, Bytes.utf8("a"), 2, Bytes.utf8("b")));
    keys.take();
    assertThat(keys.add(Map.of(1, Bytes.utf8("x"), 2, Bytes.utf8("b"), 3, Bytes.utf8("c"))))
        .containsExactlyInAnyOrder(1, 2);
    assertThat(keys.availableIds()).containsExactly(2, 3);
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
