package dev.kubezap.whatsapp.transport;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What is written around the frames of a connection. */
public final class Frames {

  /** Largest body of a frame in bytes. */
  public static final int MAX_BODY = (1 << 24) - 1;

  /** Routing information beyond this is not the service's. */
  private static final int MAX_ROUTING = 4 << 10;

  private static final ByteString ROUTING =
      ByteString.copyFrom("ED\0\1", StandardCharsets.US_ASCII);

  private Frames() {}

  /**
   * A frame with the given body.
   *
   * @throws IllegalArgumentException when the body is larger than {@link #MAX_BODY}
   */
  public static byte[] frame(byte[] body) {
    if (body.length > MAX_BODY) {
      throw new IllegalArgumentException(
          "A stanza has at most " + MAX_BODY + " bytes, not " + body.length);
    }
    byte[] frame = new byte[3 + body.length];
    frame[0] = (byte) (body.length >> 16);
    frame[1] = (byte) (body.length >> 8);
    frame[2] = (byte) body.length;
    System.arraycopy(body, 0, frame, 3, body.length);
    return frame;
  }

  /**
   * The first bytes of a connection, before the first frame.
   *
   * @param routing what the service gave for this connection; left out when it is oversized
   * @param introduction protocol and dictionary version
   */
  public static ByteString opening(Optional<ByteString> routing, ByteString introduction) {
    return routing
        .filter(info -> !info.isEmpty() && info.size() <= MAX_ROUTING)
        .map(
            info ->
                ROUTING
                    .concat(
                        ByteString.copyFrom(
                            new byte[] {0, (byte) (info.size() >> 8), (byte) info.size()}))
                    .concat(info)
                    .concat(introduction))
        .orElse(introduction);
  }
}
