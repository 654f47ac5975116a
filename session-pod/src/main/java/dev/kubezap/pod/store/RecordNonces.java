package dev.kubezap.pod.store;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Nonces for XAES-256-GCM. Deriving a key from a nonce's first half costs as much as encrypting a
 * short record, so one random first half serves for a while, each time with a new random second
 * half: under one derived key AES-GCM takes 2^32 of these safely, and here gets 2^16. Safe for use
 * by several threads.
 */
final class RecordNonces {
  private static final int RECORDS = 1 << 16;

  private final RandomGenerator random;
  private final byte[] first = new byte[XaesKey.HALF];
  private int left;

  /**
   * @param random a cryptographically secure source
   */
  RecordNonces(RandomGenerator random) {
    this.random = random;
  }

  /** A nonce that was never given before and is not to be expected again. */
  synchronized byte[] next() {
    if (left == 0) {
      random.nextBytes(first);
      left = RECORDS;
    }
    left--;
    byte[] second = new byte[XaesKey.NONCE_LENGTH - XaesKey.HALF];
    random.nextBytes(second);
    byte[] nonce = Arrays.copyOf(first, XaesKey.NONCE_LENGTH);
    System.arraycopy(second, 0, nonce, XaesKey.HALF, second.length);
    return nonce;
  }
}
