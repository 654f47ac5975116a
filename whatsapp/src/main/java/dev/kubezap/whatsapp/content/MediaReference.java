package dev.kubezap.whatsapp.content;

import com.google.protobuf.ByteString;
import java.util.Optional;

/**
 * Where a file is and what opens it (PROTOCOL 15). Files of channels are not encrypted, and nothing
 * opens them.
 *
 * @param mimetype as its sender gave it; never to be trusted
 * @param size bytes of the plain file as its sender gave it, 0 when not told
 * @param sha256 of the plain file
 * @param encryptedSha256 of the encrypted file
 * @param mediaKey what the file's keys are derived from, 32 bytes
 * @param directPath the path on the service's media hosts
 * @param url the whole address, where the sender gave one
 * @param handle by which a channel's message names a file that was uploaded for it; empty for every
 *     other file, and in what was received
 */
public record MediaReference(
    Optional<String> mimetype,
    long size,
    ByteString sha256,
    ByteString encryptedSha256,
    ByteString mediaKey,
    Optional<String> directPath,
    Optional<String> url,
    Optional<String> handle) {

  /** Of a file that no channel publishes, or that was received. */
  public MediaReference(
      Optional<String> mimetype,
      long size,
      ByteString sha256,
      ByteString encryptedSha256,
      ByteString mediaKey,
      Optional<String> directPath,
      Optional<String> url) {
    this(mimetype, size, sha256, encryptedSha256, mediaKey, directPath, url, Optional.empty());
  }

  /** Whether it can be opened by nothing but being fetched: a channel's. */
  public boolean isOpen() {
    return mediaKey.isEmpty() && sha256.size() == SHA_256;
  }

  private static final int SHA_256 = 32;

  /** The same file at another place of the hosts. */
  public MediaReference movedTo(String path) {
    return new MediaReference(
        mimetype, size, sha256, encryptedSha256, mediaKey, Optional.of(path), Optional.empty());
  }

  /** Of a file that is not uploaded yet: nothing is known but what it is said to be. */
  public static MediaReference unsent(Optional<String> mimetype) {
    return new MediaReference(
        mimetype,
        0,
        ByteString.EMPTY,
        ByteString.EMPTY,
        ByteString.EMPTY,
        Optional.empty(),
        Optional.empty());
  }

  static Optional<String> text(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "MediaReference[" + mimetype.orElse("unknown") + ", " + size + " bytes]";
  }
}
