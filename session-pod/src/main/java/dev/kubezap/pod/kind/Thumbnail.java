package dev.kubezap.pod.kind;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.json.Fields;
import java.util.Base64;
import java.util.Optional;

/** The field {@code thumbnail}: a small JPEG in base64, of a file or of what a link leads to. */
final class Thumbnail {
  private static final String NAME = "thumbnail";
  private static final int LONGEST = 64 * 1024;

  private Thumbnail() {}

  /** Its bytes; empty when it is not given, or is wrong and said to be. */
  static ByteString read(Fields fields) {
    Optional<String> text = fields.text(NAME, LONGEST);
    if (text.isEmpty()) {
      return ByteString.EMPTY;
    }
    try {
      ByteString bytes = ByteString.copyFrom(Base64.getDecoder().decode(text.get()));
      if (bytes.size() > 3 && bytes.byteAt(0) == (byte) 0xFF && bytes.byteAt(1) == (byte) 0xD8) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // The caller's mistake: told to the caller.
      fields.wrong(NAME, "must be base64");
      return ByteString.EMPTY;
    }
    fields.wrong(NAME, "must be a JPEG");
    return ByteString.EMPTY;
  }
}
