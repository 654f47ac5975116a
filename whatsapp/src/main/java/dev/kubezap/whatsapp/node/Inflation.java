package dev.kubezap.whatsapp.node;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Undoes zlib and stops at a size, however small the compressed form was. */
final class Inflation {

  private static final int CHUNK = 8 << 10;

  private Inflation() {}

  static byte[] inflate(byte[] bytes, int from, int maxSize) throws NodeFormatException {
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(bytes, from, bytes.length - from);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] chunk = new byte[CHUNK];
      while (!inflater.finished()) {
        int length = inflater.inflate(chunk);
        if (length == 0 && !inflater.finished()) {
          throw new NodeFormatException(
              NodeFormatException.Kind.COMPRESSION, "compressed stanza ends early");
        }
        if (length > maxSize - out.size()) {
          throw new NodeFormatException(
              NodeFormatException.Kind.LIMIT, "inflates to more than " + maxSize + " bytes");
        }
        out.write(chunk, 0, length);
      }
      return out.toByteArray();
    } catch (DataFormatException notZlib) {
      throw new NodeFormatException(
          NodeFormatException.Kind.COMPRESSION, "compressed stanza is damaged");
    }
  }
}
