package dev.kubezap.whatsapp.syncd;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Hmac;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A collection as it is after one of its patches.
 *
 * @param number of the patch, 0 before the first
 * @param hash the sum over all entries; empty when there is none
 */
public record Version(long number, ByteString hash) {
  /** Before the first patch. */
  public static final Version NONE = new Version(0, ByteString.EMPTY);

  /** The code of the whole collection. */
  byte[] snapshotMac(Collection collection, SyncKeys keys) {
    byte[] sum = hash.isEmpty() ? new byte[LtHash.SIZE] : hash.toByteArray();
    return Hmac.sha256(keys.snapshotMac(), sum, bytes(number), collection.bytes());
  }

  /** The code of a patch that leads here. */
  byte[] patchMac(
      byte[] snapshotMac, List<ByteString> valueMacs, Collection collection, SyncKeys keys) {
    ByteString all =
        valueMacs.stream().reduce(ByteString.copyFrom(snapshotMac), ByteString::concat);
    return Hmac.sha256(keys.patchMac(), all.toByteArray(), bytes(number), collection.bytes());
  }

  private static byte[] bytes(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  /** Says the number alone. */
  @Override
  public String toString() {
    return "Version[" + number + "]";
  }
}
