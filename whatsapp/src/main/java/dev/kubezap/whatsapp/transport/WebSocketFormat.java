package dev.kubezap.whatsapp.transport;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Numbers and forms of RFC 6455. */
final class WebSocketFormat {

  static final int FINAL = 0x80;
  static final int RESERVED = 0x70;
  static final int OPCODE = 0x0F;
  static final int MASKED = 0x80;

  static final int CONTINUATION = 0;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  static final int MAX_CONTROL_PAYLOAD = 125;
  static final int NORMAL_CLOSURE = 1000;
  static final int GOING_AWAY = 1001;

  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final int MASK_LENGTH = 4;
  private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private WebSocketFormat() {}

  /** The header {@code Sec-WebSocket-Accept} that proves that the server read the key. */
  static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-1", e);
    }
  }

  /** A whole, masked frame as a client sends it. */
  static byte[] frame(int opcode, byte[] payload, byte[] mask) {
    int lengthBytes = payload.length < LENGTH_16 ? 0 : payload.length < 1 << 16 ? 2 : 8;
    byte[] frame = new byte[2 + lengthBytes + MASK_LENGTH + payload.length];
    frame[0] = (byte) (FINAL | opcode);
    frame[1] =
        (byte)
            (MASKED
                | switch (lengthBytes) {
                  case 0 -> payload.length;
                  case 2 -> LENGTH_16;
                  default -> LENGTH_64;
                });
    for (int i = 0; i < lengthBytes; i++) {
      frame[2 + i] = (byte) ((long) payload.length >> (8 * (lengthBytes - 1 - i)));
    }
    int start = 2 + lengthBytes;
    System.arraycopy(mask, 0, frame, start, MASK_LENGTH);
    start += MASK_LENGTH;
    for (int i = 0; i < payload.length; i++) {
      frame[start + i] = (byte) (payload[i] ^ mask[i % MASK_LENGTH]);
    }
    return frame;
  }
}
