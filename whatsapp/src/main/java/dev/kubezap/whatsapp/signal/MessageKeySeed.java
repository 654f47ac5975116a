package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;

/**
 * What the keys of one message are derived from. Kept for messages that were skipped: less than
 * half of what the keys themselves would take.
 *
 * @param index the counter of the message within its chain
 * @param bytes 32 secret bytes
 */
record MessageKeySeed(int index, ByteString bytes) {
  /** About how many bytes it takes in memory. */
  static final int SIZE = 100;

  /** Hides the seed. */
  @Override
  public String toString() {
    return "MessageKeySeed[index=" + index + ", hidden]";
  }
}
