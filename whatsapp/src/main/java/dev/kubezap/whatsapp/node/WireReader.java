package dev.kubezap.whatsapp.node;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;

/** Reads numbers and runs of bytes, and never beyond the end. */
final class WireReader {

  private final byte[] bytes;
  private final int end;
  private int position;

  WireReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.position = from;
    this.end = end;
  }

  int position() {
    return position;
  }

  void rewindTo(int earlier) {
    position = earlier;
  }

  int remaining() {
    return end - position;
  }

  int unsignedByte() throws NodeFormatException {
    require(1);
    return bytes[position++] & 0xFF;
  }

  /** A big-endian number of {@code size} bytes, at most 4. */
  long unsignedNumber(int size) throws NodeFormatException {
    require(size);
    long value = 0;
    for (int i = 0; i < size; i++) {
      value = (value << 8) | (bytes[position++] & 0xFF);
    }
    return value;
  }

  ByteString bytes(long length) throws NodeFormatException {
    int start = advance(length);
    return ByteString.copyFrom(bytes, start, (int) length);
  }

  /** UTF-8 with invalid parts replaced, so that a stanza with a bad name can still be handled. */
  String string(long length) throws NodeFormatException {
    int start = advance(length);
    return new String(bytes, start, (int) length, StandardCharsets.UTF_8);
  }

  private int advance(long length) throws NodeFormatException {
    require(length);
    int start = position;
    position += (int) length;
    return start;
  }

  private void require(long length) throws NodeFormatException {
    if (length > remaining()) {
      throw new NodeFormatException(
          NodeFormatException.Kind.TRUNCATED, length + " bytes expected, " + remaining() + " left");
    }
  }
}
