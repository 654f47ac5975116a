package dev.kubezap.whatsapp.media;

import dev.kubezap.whatsapp.crypto.AuthenticationException;

/**
 * Looks at a file as it comes and tells at its end whether it is the one that a message announced.
 * Not thread-safe.
 */
public sealed interface FileCheck permits MediaCheck, OpenCheck {

  /** Takes the next bytes. */
  void update(byte[] bytes, int offset, int length);

  /**
   * The end.
   *
   * @return the bytes of the plain file
   * @throws AuthenticationException if it is not what was announced
   */
  long finish() throws AuthenticationException;
}
