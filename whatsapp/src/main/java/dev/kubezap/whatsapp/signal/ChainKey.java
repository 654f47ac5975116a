package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Hmac;

/**
 * The moving key of a symmetric ratchet: gives the seed of the message at its index and the key of
 * the next index, neither of which leads back.
 *
 * @param bytes 32 secret bytes
 * @param index the counter of the next message
 */
record ChainKey(ByteString bytes, int index) {
  private static final byte[] SEED = {1};
  private static final byte[] NEXT = {2};

  MessageKeySeed seed() {
    return new MessageKeySeed(index, ByteString.copyFrom(Hmac.sha256(bytes.toByteArray(), SEED)));
  }

  ChainKey next() {
    return new ChainKey(ByteString.copyFrom(Hmac.sha256(bytes.toByteArray(), NEXT)), index + 1);
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "ChainKey[index=" + index + ", hidden]";
  }
}
