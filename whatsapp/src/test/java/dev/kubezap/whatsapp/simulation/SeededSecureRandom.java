package dev.kubezap.whatsapp.simulation;

import java.security.SecureRandom;
import java.util.Random;

/** Not secure at all: the same seed gives the same keys. */
final class SeededSecureRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final Random random;

  SeededSecureRandom(long seed) {
    random = new Random(seed);
  }

  @Override
  public void nextBytes(byte[] bytes) {
    random.nextBytes(bytes);
  }

  @Override
  public byte[] generateSeed(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
