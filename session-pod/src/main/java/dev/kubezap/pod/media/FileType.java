package dev.kubezap.pod.media;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Types of files that their first bytes tell. */
enum FileType {
  JPEG("image/jpeg"),
  PNG("image/png"),
  GIF("image/gif"),
  WEBP("image/webp"),
  MP4("video/mp4"),
  M4A("audio/mp4"),
  THREE_GP("video/3gpp"),
  OGG("audio/ogg"),
  MP3("audio/mpeg"),
  AAC("audio/aac"),
  AMR("audio/amr"),
  PDF("application/pdf"),
  ZIP("application/zip");

  private final String mimetype;

  FileType(String mimetype) {
    this.mimetype = mimetype;
  }

  String mimetype() {
    return mimetype;
  }

  /** The type of a file that begins so; empty when it is none of these. */
  static Optional<FileType> of(ByteString head) {
    String text = head.toString(StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u00FF\u00D8\u00FF")) {
      return Optional.of(JPEG);
    }
    if (text.startsWith("\u0089PNG\r\n\u001A\n")) {
      return Optional.of(PNG);
    }
    if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
      return Optional.of(GIF);
    }
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return Optional.of(WEBP);
    }
    if (text.startsWith("ftyp", 4)) {
      return Optional.of(ofBrand(text.substring(8, Math.min(12, text.length()))));
    }
    if (text.startsWith("OggS")) {
      return Optional.of(OGG);
    }
    if (text.startsWith("#!AMR")) {
      return Optional.of(AMR);
    }
    if (text.startsWith("%PDF-")) {
      return Optional.of(PDF);
    }
    if (text.startsWith("PK\u0003\u0004")) {
      return Optional.of(ZIP);
    }
    return text.startsWith("ID3") ? Optional.of(MP3) : ofFrame(text);
  }

  private static FileType ofBrand(String brand) {
    if (brand.startsWith("3g")) {
      return THREE_GP;
    }
    return brand.startsWith("M4A") || brand.startsWith("M4B") ? M4A : MP4;
  }

  /** MPEG audio begins with eleven ones; without a layer it is AAC. */
  private static Optional<FileType> ofFrame(String text) {
    if (text.length() < 2 || text.charAt(0) != 0xFF || (text.charAt(1) & 0xE0) != 0xE0) {
      return Optional.empty();
    }
    return (text.charAt(1) & 0x06) == 0
        ? Optional.of(AAC).filter(_ -> (text.charAt(1) & 0xF0) == 0xF0)
        : Optional.of(MP3);
  }
}
