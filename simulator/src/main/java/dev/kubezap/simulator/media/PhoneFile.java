package dev.kubezap.simulator.media;

import dev.kubezap.simulator.crypto.Bytes;
import java.util.Locale;

/**
 * A file that a phone sends.
 *
 * @param caption empty for none
 * @param name of a document, empty for none
 * @param bytes as they are seen
 */
public record PhoneFile(Kind kind, String mimetype, String caption, String name, Bytes bytes) {

  /** What it is shown as. */
  public enum Kind {
    IMAGE("Image"),
    VIDEO("Video"),
    AUDIO("Audio"),
    VOICE("Audio"),
    DOCUMENT("Document"),
    STICKER("Image");

    private final String keyName;

    Kind(String keyName) {
      this.keyName = keyName;
    }

    String keyInfo() {
      return "WhatsApp " + keyName + " Keys";
    }

    /** How the stanza is marked. */
    public String mediaType() {
      return this == VOICE ? "ptt" : name().toLowerCase(Locale.ROOT);
    }
  }

  /** A picture. */
  public static PhoneFile image(Bytes bytes, String caption) {
    return new PhoneFile(Kind.IMAGE, "image/jpeg", caption, "", bytes);
  }

  /** Without what it says. */
  @Override
  public String toString() {
    return "PhoneFile(" + kind + " " + bytes.size() + " bytes)";
  }
}
