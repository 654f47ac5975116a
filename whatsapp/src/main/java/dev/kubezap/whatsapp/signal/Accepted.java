package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import java.util.OptionalInt;

/**
 * A message that was read and may have built a session.
 *
 * @param session store it together with the plaintext, before the message is acknowledged
 * @param plaintext still padded, see {@link MessagePadding}
 * @param consumedPreKeyId the one-time prekey to delete in the same commit; absent when none was
 *     used or the session was there before
 */
public record Accepted(SignalSession session, ByteString plaintext, OptionalInt consumedPreKeyId) {
  /** Hides the text. */
  @Override
  public String toString() {
    return "Accepted[" + session + ", " + plaintext.size() + " bytes hidden]";
  }
}
