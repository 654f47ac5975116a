package dev.kubezap.whatsapp.history;

import java.io.IOException;

/** A history inflates to more than any has. */
public final class HistoryTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  HistoryTooLargeException() {
    super("it inflates to more bytes than are taken");
  }
}
