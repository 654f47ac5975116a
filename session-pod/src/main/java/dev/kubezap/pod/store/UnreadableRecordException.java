package dev.kubezap.pod.store;

import java.io.IOException;

/** A record at rest that cannot be decrypted; the message says why, never what. */
public final class UnreadableRecordException extends IOException {
  /** With a reason for people. */
  public UnreadableRecordException(String message) {
    super(message);
  }
}
