package dev.kubezap.whatsapp.node;

/** Reads strings in each of their forms. */
final class ValueReader {

  private static final int MAX_NESTING = 4;

  private final WireReader in;
  private int nesting;

  ValueReader(WireReader in) {
    this.in = in;
  }

  WireReader in() {
    return in;
  }

  String string() throws NodeFormatException {
    return string(in.unsignedByte());
  }

  String string(int tag) throws NodeFormatException {
    return switch (tag) {
      case WireTag.LIST_EMPTY -> "";
      case WireTag.BINARY_8 -> in.string(in.unsignedByte());
      case WireTag.BINARY_20 -> in.string(in.unsignedNumber(3) & 0xFFFFF);
      case WireTag.BINARY_32 -> in.string(in.unsignedNumber(4));
      case WireTag.NIBBLE_8, WireTag.HEX_8 -> PackedText.read(in, tag);
      case WireTag.JID_PAIR, WireTag.AD_JID, WireTag.FB_JID, WireTag.INTEROP_JID -> address(tag);
      default -> word(tag);
    };
  }

  /** An address's parts are strings again, so a hostile one could nest without end. */
  private String address(int tag) throws NodeFormatException {
    if (++nesting > MAX_NESTING) {
      throw new NodeFormatException(NodeFormatException.Kind.LIMIT, "addresses inside addresses");
    }
    String text = JidCodec.read(this, tag);
    nesting--;
    return text;
  }

  private String word(int tag) throws NodeFormatException {
    boolean inDictionary = tag >= WireTag.DICTIONARY_0 && tag <= WireTag.DICTIONARY_3;
    String word =
        inDictionary
            ? Tokens.inDictionary(tag, in.unsignedByte())
            : tag < WireTag.DICTIONARY_0 ? Tokens.single(tag) : null;
    if (word == null) {
      throw new NodeFormatException(
          NodeFormatException.Kind.INVALID, "no string begins with byte " + tag);
    }
    return word;
  }
}
