package dev.kubezap.whatsapp.syncd;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Hkdf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What one key of app state gives: a key for each purpose (PROTOCOL 13). */
final class SyncKeys {
  private static final byte[] INFO = "WhatsApp Mutation Keys".getBytes(StandardCharsets.US_ASCII);
  private static final int SIZE = 32;
  private static final int PARTS = 5;

  private final byte[] derived;

  SyncKeys(ByteString data) {
    derived = Hkdf.derive(data.toByteArray(), new byte[0], INFO, SIZE * PARTS);
  }

  private byte[] part(int number) {
    return Arrays.copyOfRange(derived, number * SIZE, (number + 1) * SIZE);
  }

  byte[] index() {
    return part(0);
  }

  byte[] valueEncryption() {
    return part(1);
  }

  byte[] valueMac() {
    return part(2);
  }

  byte[] snapshotMac() {
    return part(3);
  }

  byte[] patchMac() {
    return part(4);
  }

  /** Hides them. */
  @Override
  public String toString() {
    return "SyncKeys";
  }
}
