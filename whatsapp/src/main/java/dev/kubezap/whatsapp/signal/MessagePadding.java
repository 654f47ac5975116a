package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import java.util.Arrays;

/**
 * The padding that WhatsApp puts behind the protobuf of a message before encryption: 1 to 16 bytes,
 * each of which is their number.
 */
public final class MessagePadding {
  private static final int MAX = 16;

  private MessagePadding() {}

  /** Pads; the length comes from one random byte. */
  public static ByteString pad(ByteString message, RandomBytes random) {
    int count = (random.next(1)[0] & (MAX - 1)) + 1;
    byte[] padded = Arrays.copyOf(message.toByteArray(), message.size() + count);
    Arrays.fill(padded, message.size(), padded.length, (byte) count);
    return ByteString.copyFrom(padded);
  }

  /**
   * Removes the padding.
   *
   * @throws SignalException.InvalidMessage if there is none. Only the last byte is trusted to be
   *     the number, as by WhatsApp Web; it may be larger than 16, never than the message.
   */
  public static ByteString unpad(ByteString padded) throws SignalException {
    if (padded.isEmpty()) {
      throw new SignalException.InvalidMessage("message without padding");
    }
    int count = padded.byteAt(padded.size() - 1) & 0xff;
    if (count == 0 || count > padded.size()) {
      throw new SignalException.InvalidMessage(
          "padding of " + count + " in " + padded.size() + " bytes");
    }
    return padded.substring(0, padded.size() - count);
  }
}
