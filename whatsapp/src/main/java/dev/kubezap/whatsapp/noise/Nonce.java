package dev.kubezap.whatsapp.noise;

import java.nio.ByteBuffer;

/** A counter as AES-GCM takes it: eight zero bytes, then 32 bits, the highest first. */
final class Nonce {

  private Nonce() {}

  static byte[] of(int counter) {
    return ByteBuffer.allocate(12).putInt(8, counter).array();
  }
}
