package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;

/** One side of a conversation in a test, with one other side. */
interface Peer {
  /** A ciphertext as it travels. */
  record Wire(CiphertextType type, ByteString bytes) {}

  /** New prekeys to begin a session with this side. */
  PreKeyBundle publish(boolean withOneTime) throws Exception;

  void begin(PreKeyBundle bundle) throws Exception;

  Wire encrypt(String text) throws Exception;

  String decrypt(Wire wire) throws Exception;
}
