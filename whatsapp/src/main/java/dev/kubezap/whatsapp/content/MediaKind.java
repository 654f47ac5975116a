package dev.kubezap.whatsapp.content;

/**
 * What a file is to the service: its keys and its place at the hosts depend on it (PROTOCOL 15).
 */
public enum MediaKind {
  IMAGE("Image", "image"),
  VIDEO("Video", "video"),
  AUDIO("Audio", "audio"),
  DOCUMENT("Document", "document"),
  /** Keyed and kept as images are. */
  STICKER("Image", "image"),
  /** A part of the phone's history. */
  HISTORY("History", "md-msg-hist"),
  /** App state, which no message names. */
  APP_STATE("App State", "md-app-state");

  private final String keyName;
  private final String place;

  MediaKind(String keyName, String place) {
    this.keyName = keyName;
    this.place = place;
  }

  /** What the keys of such files are derived for. */
  public String keyInfo() {
    return "WhatsApp " + keyName + " Keys";
  }

  /** The folder of the hosts that such files are uploaded to, without slashes. */
  public String place() {
    return place;
  }
}
