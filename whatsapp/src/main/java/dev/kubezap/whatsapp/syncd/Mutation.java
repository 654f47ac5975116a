package dev.kubezap.whatsapp.syncd;

import com.google.protobuf.ByteString;

/**
 * One entry of a collection that was set or removed, decrypted and checked.
 *
 * @param set whether it was set; otherwise removed
 * @param indexMac names the entry without telling what it is
 * @param valueMac what the collection's sum is made of
 * @param index says what it is about: an array in JSON, as it came
 * @param value the {@code SyncActionValue}, encoded
 */
public record Mutation(
    boolean set, ByteString indexMac, ByteString valueMac, ByteString index, ByteString value) {

  /** Hides what it says. */
  @Override
  public String toString() {
    return "Mutation[" + (set ? "set" : "remove") + "]";
  }
}
