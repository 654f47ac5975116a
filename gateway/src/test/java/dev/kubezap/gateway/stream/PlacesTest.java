package dev.kubezap.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.gateway.name.SessionId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {

  private static final SessionId SUPPORT = new SessionId("shop", "support");
  private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void anIdSaysHowFarEverySessionWasRead() {
    var sequences = Map.of(0L, 0L, 0xFF_FFFF_FFFFL, Long.MAX_VALUE, 0x80_0000_0001L, 128L);
    assertThat(Places.parse(new Places(AT, sequences).text())).contains(new Places(AT, sequences));
    assertThat(new Places(AT, Map.of(7L, 300L)).text()).isEqualTo("AQAAAABrBCrAAAAAAAesAg");
  }

  @Test
  void aSessionThatWasMadeAnewIsAnotherOne() {
    assertThat(Places.keyOf(SUPPORT, "uid-1")).isBetween(0L, 0xFF_FFFF_FFFFL);
    assertThat(Places.keyOf(SUPPORT, "uid-1")).isEqualTo(Places.keyOf(SUPPORT, "uid-1"));
    assertThat(Places.keyOf(SUPPORT, "uid-2")).isNotEqualTo(Places.keyOf(SUPPORT, "uid-1"));
  }

  @Test
  void theIdOfAThousandSessionsIsAHeader() {
    var sequences = new HashMap<Long, Long>();
    for (long i = 0; i < 1000; i++) {
      sequences.put(i << 20, (i << 32) + 1_000_000);
    }
    assertThat(new Places(AT, sequences).text().length()).isLessThan(18_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "x y",
        "AgAAAABrBCrA",
        "AQAAAABrBCrAAAAAAAes",
        "AQAAAABrBCrAAAA",
        "Af__________",
        "AQAAAABrBCrAAAAAAAf_____________"
      })
  void whatIsNoneOfOursIsRefused(String id) {
    assertThat(Places.parse(id)).isEmpty();
  }
}
