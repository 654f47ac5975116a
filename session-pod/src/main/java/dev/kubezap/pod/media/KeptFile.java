package dev.kubezap.pod.media;

import dev.kubezap.whatsapp.transfer.SealedBytes;
import java.io.IOException;

/** A file that is kept: whole, and checked before. */
@FunctionalInterface
public interface KeptFile {

  /**
   * Opens its bytes.
   *
   * @throws DamagedFileException then or later, when they are not those that were kept
   */
  SealedBytes open() throws IOException;
}
