package dev.kubezap.pod.media;

import dev.kubezap.whatsapp.content.MediaKind;
import dev.kubezap.whatsapp.content.MediaReference;
import dev.kubezap.whatsapp.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What a kept file is called: by all that it was checked against, so that no message finds a file
 * that was checked for another.
 */
final class KeptName {
  private KeptName() {}

  static String of(MediaKind kind, MediaReference reference) {
    // A message without digests is bound to its place.
    String place =
        reference.encryptedSha256().isEmpty() || reference.sha256().isEmpty()
            ? reference.directPath().or(reference::url).orElse("")
            : "";
    return HexFormat.of()
        .formatHex(
            Sha256.digest(
                kind.keyInfo().getBytes(StandardCharsets.US_ASCII),
                Sha256.digest(reference.mediaKey().toByteArray()),
                Sha256.digest(reference.encryptedSha256().toByteArray()),
                Sha256.digest(reference.sha256().toByteArray()),
                place.getBytes(StandardCharsets.UTF_8)));
  }
}
