package dev.kubezap.whatsapp.transfer;

import java.io.IOException;

/** What came could not be written to where it was wanted, or what goes out could not be read. */
public final class TargetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public TargetException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
