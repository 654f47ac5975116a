package dev.kubezap.pod.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordNoncesTest {
  private static final int RECORDS = 3 << 16;

  @Test
  void neverRepeatsANonceAndRenewsTheDerivedKey() {
    RecordNonces nonces = new RecordNonces(new SecureRandom());
    Set<String> all = new HashSet<>();
    Set<String> firstHalves = new HashSet<>();
    for (int i = 0; i < RECORDS; i++) {
      byte[] nonce = nonces.next();
      assertThat(nonce).hasSize(XaesKey.NONCE_LENGTH);
      all.add(HexFormat.of().formatHex(nonce));
      firstHalves.add(HexFormat.of().formatHex(Arrays.copyOf(nonce, XaesKey.HALF)));
    }
    assertThat(all).hasSize(RECORDS);
    assertThat(firstHalves).hasSize(3);
  }
}
