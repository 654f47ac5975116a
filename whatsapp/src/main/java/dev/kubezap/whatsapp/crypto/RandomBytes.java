package dev.kubezap.whatsapp.crypto;

import java.security.SecureRandom;

/**
 * The source of unpredictable bytes, handed to every function that needs some. Production code
 * builds it with {@link #secure}; tests may use a seeded one.
 */
@FunctionalInterface
public interface RandomBytes {
  /** A new array of {@code length} bytes, filled by the source. */
  byte[] next(int length);

  /** Draws from the given secure generator. */
  static RandomBytes secure(SecureRandom random) {
    return length -> {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      return bytes;
    };
  }
}
