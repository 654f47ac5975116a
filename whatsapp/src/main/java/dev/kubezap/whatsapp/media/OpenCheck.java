package dev.kubezap.whatsapp.media;

import dev.kubezap.whatsapp.content.MediaReference;
import dev.kubezap.whatsapp.crypto.AuthenticationException;
import dev.kubezap.whatsapp.crypto.Sha256Stream;
import java.security.MessageDigest;

/** Looks at a file of a channel, which is not encrypted: its digest is all that tells it. */
public final class OpenCheck implements FileCheck {
  private final MediaReference announced;
  private final Sha256Stream digest = new Sha256Stream();
  private long size;

  /**
   * Begins.
   *
   * @throws IllegalArgumentException if the message told no digest
   */
  public OpenCheck(MediaReference announced) {
    if (!announced.isOpen()) {
      throw new IllegalArgumentException("the file is encrypted, or its digest is not told");
    }
    this.announced = announced;
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
    size += length;
  }

  @Override
  public long finish() throws AuthenticationException {
    if (!MessageDigest.isEqual(announced.sha256().toByteArray(), digest.finish())) {
      throw new AuthenticationException("the file has another digest");
    }
    return size;
  }
}
