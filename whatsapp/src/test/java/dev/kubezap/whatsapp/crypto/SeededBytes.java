package dev.kubezap.whatsapp.crypto;

import java.util.Random;

/** Reproducible bytes for tests. */
public final class SeededBytes implements RandomBytes {
  private final Random random;

  public SeededBytes(long seed) {
    random = new Random(seed);
  }

  @Override
  public byte[] next(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
