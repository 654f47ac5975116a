package dev.kubezap.benchmarks;

import java.io.IOException;

/** Stanzas stay without acknowledgement for too long. */
final class UnacknowledgedException extends IOException {
  private static final long serialVersionUID = 1L;

  UnacknowledgedException(int left) {
    super(left + " stanzas stay without acknowledgement");
  }
}
