package dev.kubezap.pod.media;

import java.io.IOException;

/** What is kept is not what was kept: it was changed, cut, or is under a key that is not known. */
final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedFileException(Throwable cause) {
    super("a kept file was changed, or is encrypted under a data key that is not known", cause);
  }
}
