package dev.kubezap.pod.media;

import java.util.Map;

/** What files are called by their types, for those that have no name. */
final class FileExtension {
  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry("image/jpeg", ".jpg"),
          Map.entry("image/png", ".png"),
          Map.entry("image/gif", ".gif"),
          Map.entry("image/webp", ".webp"),
          Map.entry("video/mp4", ".mp4"),
          Map.entry("video/3gpp", ".3gp"),
          Map.entry("audio/ogg", ".ogg"),
          Map.entry("audio/mpeg", ".mp3"),
          Map.entry("audio/mp4", ".m4a"),
          Map.entry("audio/aac", ".aac"),
          Map.entry("audio/amr", ".amr"),
          Map.entry("application/pdf", ".pdf"));

  private FileExtension() {}

  /** With its dot; empty for types that have none here. */
  static String of(String mimetype) {
    return KNOWN.getOrDefault(mimetype.split(";", 2)[0].strip(), "");
  }
}
