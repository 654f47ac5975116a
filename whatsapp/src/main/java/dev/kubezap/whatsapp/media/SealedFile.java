package dev.kubezap.whatsapp.media;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.MediaReference;
import java.util.Optional;

/**
 * A file that was encrypted and is to be uploaded.
 *
 * @param mediaKey what its keys were derived from
 * @param size bytes of the plain file
 * @param sha256 of the plain file
 * @param encryptedSha256 of the encrypted file
 */
public record SealedFile(
    ByteString mediaKey, long size, ByteString sha256, ByteString encryptedSha256) {

  /**
   * Where it is once it was uploaded.
   *
   * @param directPath the path that the host gave it
   */
  public MediaReference at(Optional<String> mimetype, String directPath, Optional<String> url) {
    return new MediaReference(
        mimetype, size, sha256, encryptedSha256, mediaKey, Optional.of(directPath), url);
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "SealedFile[" + size + " bytes]";
  }
}
