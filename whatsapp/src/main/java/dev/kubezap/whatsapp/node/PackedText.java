package dev.kubezap.whatsapp.node;

import java.io.ByteArrayOutputStream;

/**
 * Strings of digits with two characters to a byte. The odd flag and the count of bytes share the
 * byte behind the tag; the last half byte of an odd string is {@code 15}.
 */
final class PackedText {

  private static final String NIBBLES = "0123456789-.";
  private static final String HEX = "0123456789ABCDEF";
  private static final int MAX_LENGTH = 127;
  private static final int PAD = 15;
  private static final int ODD = 0x80;

  private PackedText() {}

  /** The tag that {@code text} can be packed under, or -1. */
  static int tagFor(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return -1;
    }
    return consistsOf(text, NIBBLES)
        ? WireTag.NIBBLE_8
        : consistsOf(text, HEX) ? WireTag.HEX_8 : -1;
  }

  static void write(ByteArrayOutputStream out, int tag, String text) {
    String alphabet = tag == WireTag.NIBBLE_8 ? NIBBLES : HEX;
    int length = text.length();
    out.write(tag);
    out.write((length + 1) / 2 + (length % 2 == 0 ? 0 : ODD));
    for (int i = 0; i < length; i += 2) {
      int low = i + 1 < length ? alphabet.indexOf(text.charAt(i + 1)) : PAD;
      out.write(alphabet.indexOf(text.charAt(i)) * 16 + low);
    }
  }

  static String read(WireReader in, int tag) throws NodeFormatException {
    String alphabet = tag == WireTag.NIBBLE_8 ? NIBBLES : HEX;
    int header = in.unsignedByte();
    int bytes = header & ~ODD;
    boolean odd = (header & ODD) != 0;
    StringBuilder text = new StringBuilder(bytes * 2);
    for (int i = 0; i < bytes; i++) {
      int pair = in.unsignedByte();
      text.append(character(alphabet, pair >> 4));
      if (!odd || i < bytes - 1) {
        text.append(character(alphabet, pair & 0xF));
      }
    }
    return text.toString();
  }

  private static char character(String alphabet, int value) throws NodeFormatException {
    if (value >= alphabet.length()) {
      throw new NodeFormatException(
          NodeFormatException.Kind.INVALID, "packed string holds half byte " + value);
    }
    return alphabet.charAt(value);
  }

  private static boolean consistsOf(String text, String alphabet) {
    for (int i = 0; i < text.length(); i++) {
      if (alphabet.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }
}
