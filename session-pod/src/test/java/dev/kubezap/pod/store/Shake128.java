package dev.kubezap.pod.store;

import java.util.Arrays;

/** The endless output of SHAKE-128 (FIPS 202) for an empty input, which the JDK does not offer. */
final class Shake128 {
  private static final int RATE = 168;
  private static final int ROUNDS = 24;
  private final long[] state = new long[25];
  private int taken;

  Shake128() {
    // Padding of an empty message: 1111 10*1.
    state[0] ^= 0x1F;
    state[RATE / 8 - 1] ^= 0x80L << 56;
    permute();
  }

  /** The next bytes. */
  byte[] next(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      if (taken == RATE) {
        permute();
        taken = 0;
      }
      bytes[i] = (byte) (state[taken / 8] >>> (8 * (taken % 8)));
      taken++;
    }
    return bytes;
  }

  private void permute() {
    int register = 1;
    for (int round = 0; round < ROUNDS; round++) {
      mixColumns();
      rotateAndMove();
      mixRows();
      for (int j = 0; j < 7; j++) {
        // The round constants come from a shift register (FIPS 202, algorithm 5).
        if ((register & 1) != 0) {
          state[0] ^= 1L << ((1 << j) - 1);
        }
        register = (register << 1) ^ ((register >> 7) * 0x171);
      }
    }
  }

  private void mixColumns() {
    long[] parity = new long[5];
    for (int i = 0; i < 25; i++) {
      parity[i % 5] ^= state[i];
    }
    for (int i = 0; i < 25; i++) {
      state[i] ^= parity[(i + 4) % 5] ^ Long.rotateLeft(parity[(i + 1) % 5], 1);
    }
  }

  private void rotateAndMove() {
    long moving = state[1];
    int x = 1;
    int y = 0;
    for (int step = 1; step <= ROUNDS; step++) {
      int next = (2 * x + 3 * y) % 5;
      x = y;
      y = next;
      long kept = state[x + 5 * y];
      state[x + 5 * y] = Long.rotateLeft(moving, step * (step + 1) / 2);
      moving = kept;
    }
  }

  private void mixRows() {
    for (int row = 0; row < 25; row += 5) {
      long[] old = Arrays.copyOfRange(state, row, row + 5);
      for (int x = 0; x < 5; x++) {
        state[row + x] = old[x] ^ (~old[(x + 1) % 5] & old[(x + 2) % 5]);
      }
    }
  }
}
