package dev.kubezap.whatsapp.syncd;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Hkdf;
import java.nio.charset.StandardCharsets;

/**
 * A sum over a set that does not depend on the order: each element is spread over 64 numbers of 16
 * bits, which are added or subtracted (PROTOCOL 13). Not thread-safe.
 */
final class LtHash {
  static final int SIZE = 128;

  private static final byte[] INFO = "WhatsApp Patch Integrity".getBytes(StandardCharsets.US_ASCII);

  private final byte[] sum;

  /**
   * @param sum what it begins with; empty for that of no element
   */
  LtHash(ByteString sum) throws SyncdException {
    if (!sum.isEmpty() && sum.size() != SIZE) {
      throw new SyncdException.Wrong("a sum has 128 bytes");
    }
    this.sum = sum.isEmpty() ? new byte[SIZE] : sum.toByteArray();
  }

  void add(ByteString element) {
    mix(element, 1);
  }

  void subtract(ByteString element) {
    mix(element, -1);
  }

  private void mix(ByteString element, int sign) {
    byte[] spread = Hkdf.derive(element.toByteArray(), new byte[0], INFO, SIZE);
    for (int i = 0; i < SIZE; i += 2) {
      int value = word(sum, i) + sign * word(spread, i);
      sum[i] = (byte) value;
      sum[i + 1] = (byte) (value >> 8);
    }
  }

  private static int word(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8;
  }

  ByteString value() {
    return ByteString.copyFrom(sum);
  }
}
