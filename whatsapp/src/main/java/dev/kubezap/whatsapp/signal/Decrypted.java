package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;

/**
 * A message that was read.
 *
 * @param session store it together with the plaintext, before the message is acknowledged
 * @param plaintext still padded, see {@link MessagePadding}
 */
public record Decrypted(SignalSession session, ByteString plaintext) {
  /** Hides the text. */
  @Override
  public String toString() {
    return "Decrypted[" + session + ", " + plaintext.size() + " bytes hidden]";
  }
}
