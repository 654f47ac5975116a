package dev.kubezap.pod.log;

import java.io.PrintStream;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Writes each log record to a stream, at once. */
final class LineHandler extends Handler {
  private final PrintStream out;

  @SuppressWarnings("unused")
  private final List<Logger> kept;

  /**
   * @param kept loggers whose level was set: the JDK forgets those that nobody holds
   */
  LineHandler(PrintStream out, Formatter formatter, List<Logger> kept) {
    this.out = out;
    this.kept = List.copyOf(kept);
    setFormatter(formatter);
  }

  @Override
  public void publish(LogRecord logRecord) {
    if (isLoggable(logRecord)) {
      // One call, so that lines of several threads do not mix.
      out.print(getFormatter().format(logRecord));
      out.flush();
    }
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {
    flush();
  }
}
