package dev.kubezap.whatsapp.signal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RetryErrorTest {
  @Test
  void codesAreThoseOfTheWire() {
    RetryError[] errors = RetryError.values();
    assertThat(errors).hasSize(14);
    for (int code = 0; code < errors.length; code++) {
      assertThat(errors[code].code()).isEqualTo(code);
    }
    assertThat(RetryError.valueOf("BAD_MAC").code()).isEqualTo(7);
    assertThat(RetryError.valueOf("INVALID_KEY_ID").code()).isEqualTo(3);
    assertThat(RetryError.valueOf("STATUS_REVOKE_DELAY").code()).isEqualTo(13);
  }
}
