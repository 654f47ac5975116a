package dev.kubezap.gateway.api;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Collectors;

/** Makes keys and suffixes of names that nobody can guess. */
public final class RandomTexts {

  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final int KEY_BYTES = 32;
  private static final int SUFFIX = 6;

  private final SecureRandom random;

  /** Random by this source. */
  public RandomTexts(SecureRandom random) {
    this.random = random;
  }

  /** A key of 256 bits. */
  String key() {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    return "kubezap_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Six letters and digits, in which no word appears by accident. */
  String suffix() {
    return random
        .ints(SUFFIX, 0, LETTERS.length())
        .mapToObj(LETTERS::charAt)
        .map(String::valueOf)
        .collect(Collectors.joining());
  }
}
