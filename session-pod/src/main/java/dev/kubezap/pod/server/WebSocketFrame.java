package dev.kubezap.pod.server;

import java.io.EOFException;
import java.io.IOException;

/**
 * A frame from a client (RFC 6455, section 5.2).
 *
 * @param last whether the message ends with it
 * @param payload unmasked
 */
@SuppressWarnings("ArrayRecordComponent")
record WebSocketFrame(boolean last, int opcode, byte[] payload) {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private static final int LAST_BIT = 0x80;
  private static final int RESERVED_BITS = 0x70;
  private static final int MASK_BIT = 0x80;
  private static final int LONGEST_CONTROL = 125;
  private static final int SHORT_LENGTH = 126;

  /**
   * Reads one.
   *
   * @throws WebSocketFailure when the client breaks a rule or a limit
   */
  static WebSocketFrame read(ConnectionInput in, int limit) throws IOException, WebSocketFailure {
    int first = next(in);
    int second = next(in);
    int opcode = first & 0x0F;
    boolean last = (first & LAST_BIT) != 0;
    if ((first & RESERVED_BITS) != 0 || (second & MASK_BIT) == 0 || !isKnown(opcode)) {
      throw new WebSocketFailure(WebSocketFailure.PROTOCOL, "malformed frame");
    }
    long length = length(in, second & 0x7F);
    if (opcode >= CLOSE && (!last || length > LONGEST_CONTROL)) {
      throw new WebSocketFailure(WebSocketFailure.PROTOCOL, "malformed control frame");
    }
    if (length < 0 || length > limit) {
      throw new WebSocketFailure(WebSocketFailure.TOO_LONG, "message too long");
    }
    byte[] mask = new byte[4];
    in.readFully(mask, 0, mask.length);
    byte[] payload = new byte[(int) length];
    in.readFully(payload, 0, payload.length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i & 3];
    }
    return new WebSocketFrame(last, opcode, payload);
  }

  /** A frame of the server: a whole message, unmasked. */
  static byte[] write(int opcode, byte[] payload) {
    int lengthBytes = payload.length < SHORT_LENGTH ? 0 : payload.length <= 0xFFFF ? 2 : 8;
    byte[] frame = new byte[2 + lengthBytes + payload.length];
    frame[0] = (byte) (LAST_BIT | opcode);
    frame[1] = (byte) (lengthBytes == 0 ? payload.length : lengthBytes == 2 ? 126 : 127);
    for (int i = 0; i < lengthBytes; i++) {
      int shift = 8 * (lengthBytes - 1 - i);
      frame[2 + i] = (byte) ((long) payload.length >> shift);
    }
    System.arraycopy(payload, 0, frame, 2 + lengthBytes, payload.length);
    return frame;
  }

  private static boolean isKnown(int opcode) {
    // 2 is binary, which is known and then refused as not wanted.
    return opcode <= 2 || (opcode >= CLOSE && opcode <= PONG);
  }

  private static long length(ConnectionInput in, int announced) throws IOException {
    int bytes = announced < SHORT_LENGTH ? 0 : announced == SHORT_LENGTH ? 2 : 8;
    long length = bytes == 0 ? announced : 0;
    for (int i = 0; i < bytes; i++) {
      length = length << 8 | next(in);
    }
    return length;
  }

  private static int next(ConnectionInput in) throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("the client went");
    }
    return next;
  }
}
