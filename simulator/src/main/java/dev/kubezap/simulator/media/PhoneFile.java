package dev.kubezap.simulator.media;

import dev.kubezap.simulator.crypto.Bytes;

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
    IMAGE("Image", "image"),
    /** A picture that may be looked at once only. */
    VIEW_ONCE("Image", "image"),
    VIDEO("Video", "video"),
    GIF("Video", "gif"),
    VIDEO_NOTE("Video", "ptv"),
    AUDIO("Audio", "audio"),
    VOICE("Audio", "ptt"),
    DOCUMENT("Document", "document"),
    STICKER("Image", "sticker");

    private final String keyName;
    private final String mediaType;

    Kind(String keyName, String mediaType) {
      this.keyName = keyName;
      this.mediaType = mediaType;
    }

    String keyInfo() {
      return "WhatsApp " + keyName + " Keys";
    }

    /** How the stanza is marked. */
    public String mediaType() {
      return mediaType;
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
