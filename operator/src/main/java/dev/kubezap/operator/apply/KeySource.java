package dev.kubezap.operator.apply;

import java.util.Base64;
import java.util.function.Supplier;

/**
 * Makes keys.
 *
 * @param random 32 fresh random bytes at each call
 */
public record KeySource(Supplier<byte[]> random) {

  /** A key as a text that fits everywhere. */
  public String text() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random.get());
  }

  /** A key as base64 of its bytes. */
  public String base64() {
    return Base64.getEncoder().encodeToString(random.get());
  }
}
