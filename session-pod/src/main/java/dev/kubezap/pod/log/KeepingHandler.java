package dev.kubezap.pod.log;

import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Keeps what is at least news, whatever else is logged. */
final class KeepingHandler extends Handler {
  private final KeptLog kept;

  KeepingHandler(KeptLog kept, Formatter formatter) {
    this.kept = kept;
    setFormatter(formatter);
    setLevel(Level.INFO);
  }

  @Override
  public void publish(LogRecord logRecord) {
    if (isLoggable(logRecord)) {
      kept.add(getFormatter().format(logRecord));
    }
  }

  @Override
  public void flush() {
    // Each line is written at once.
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
